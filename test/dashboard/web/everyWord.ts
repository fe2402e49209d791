import { en } from '../../../dashboard/web/src/i18n/en.ts'
import type { Locale } from '../../../dashboard/web/src/i18n/say.ts'
import { type Words, zh } from '../../../dashboard/web/src/i18n/zh.ts'

/** Every word of the pages in each language. */
export const WORDS: Record<Locale, Words> = { zh, en }
