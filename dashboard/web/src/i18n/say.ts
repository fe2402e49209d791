import { en } from './en.ts'
import { type WordKey, type Words, zh } from './zh.ts'

export const LOCALES = ['zh', 'en'] as const
export type Locale = (typeof LOCALES)[number]
export type Params = Record<string, string | number>

export const WORDS: Record<Locale, Words> = { zh, en }
/** BCP 47 tags for Intl and for `<html lang>`. */
export const TAGS: Record<Locale, string> = { zh: 'zh-CN', en: 'en-GB' }

/** One sentence with its `{names}` filled in. `one | other` picks by the plural of `n` (CLDR; Chinese has only `other`). */
export function say(locale: Locale, key: WordKey, params: Params = {}): string {
  const forms = WORDS[locale][key].split(' | ')
  const plural = forms.length > 1 && new Intl.PluralRules(TAGS[locale]).select(Number(params.n)) === 'one'
  const form = (plural ? forms[0] : forms.at(-1)) ?? key
  return form.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole))
}
