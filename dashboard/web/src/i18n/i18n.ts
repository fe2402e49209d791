import { type Ref, ref, watchEffect } from 'vue'
import { LOCALES, type Locale, type Params, say, TAGS, WORDS } from './say.ts'
import type { WordKey } from './zh.ts'

const KEPT_AS = 'caretaker.locale'

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
