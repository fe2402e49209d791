import type { Params } from './say.ts'
import type { WordKey } from './zh.ts'

/** Words in the reader's language. */
export interface Wording {
  t(key: WordKey, params?: Params): string
  /** Words whose key is put together from data, such as a status; the key itself when there is none. */
  word(group: string, code: string): string
}
