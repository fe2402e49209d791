import { type Ref, ref, watchEffect } from 'vue'
import { en } from './en.ts'
import { type WordKey, type Words, zh } from './zh.ts'

export const LOCALES = ['zh', 'en'] as const
export type Locale = (typeof LOCALES)[number]
export type Params = Record<string, string | number>

const WORDS: Record<Locale, Words> = { zh, en }
/** BCP 47 tags for Intl and for `<html lang>`. */
export const TAGS: Record<Locale, string> = { zh: 'zh-CN', en: 'en-GB' }
const KEPT_AS = 'caretaker.locale'

/** One sentence with its `{names}` filled in. `one | other` picks by the plural of `n` (CLDR; Chinese has only `other`). */
export function say(locale: Locale, key: WordKey, params: Params = {}): string {
  const forms = WORDS[locale][key].split(' | ')
  const plural = forms.length > 1 && new Intl.PluralRules(TAGS[locale]).select(Number(params.n)) === 'one'
  const form = (plural ? forms[0] : forms.at(-1)) ?? key
  return form.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole))
}

export interface I18n {
  readonly locale: Ref<Locale>
  t(key: WordKey, params?: Params): string
  /** Words whose key is put together from data, such as a status; the key itself when there is none. */
  word(group: string, code: string): string
  /** The reader's language of something that carries both. */
  pick(texts: { en: string; zh: string }): string
}

const isLocale = (text: string | null): text is Locale => LOCALES.includes(text as Locale)

function firstLocale(store: Storage): Locale {
  const kept = store.getItem(KEPT_AS)
  if (isLocale(kept)) return kept
  return navigator.languages.some(tag => tag.startsWith('zh')) ? 'zh' : 'en'
}

export function createI18n(store: Storage = localStorage): I18n {
  const locale = ref<Locale>(firstLocale(store))
  watchEffect(() => {
    document.documentElement.lang = TAGS[locale.value]
    store.setItem(KEPT_AS, locale.value)
  })
  return {
    locale,
    t: (key, params) => say(locale.value, key, params),
    word: (group, code) => {
      const key = `${group}.${code}`
      return key in WORDS[locale.value] ? say(locale.value, key as WordKey) : code
    },
    pick: texts => texts[locale.value],
  }
}
