import { LANGUAGES, type Language, TAGS } from '#domain/explain/language.ts'
import type { WordKey, Words } from './zh.ts'

export const LOCALES = LANGUAGES
export type Locale = Language
export type Params = Record<string, string | number>
/** The words that are loaded: all of a language, or those of the pages without a log-in. */
export type SomeWords = Partial<Words>

/**
 * One sentence with its `{names}` filled in. `one | other` picks by the plural of `n` (CLDR; Chinese has only `other`).
 * The key itself stands for words that are not there.
 */
export function say(words: SomeWords, locale: Locale, key: WordKey, params: Params = {}): string {
  const forms = (words[key] ?? key).split(' | ')
  const plural = forms.length > 1 && new Intl.PluralRules(TAGS[locale]).select(Number(params.n)) === 'one'
  const form = (plural ? forms[0] : forms.at(-1)) ?? key
  return form.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole))
}
