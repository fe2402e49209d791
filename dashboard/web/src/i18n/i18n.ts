import { computed, type Ref, watchEffect } from 'vue'
import { TAGS } from '#domain/explain/language.ts'
import type { Audience } from './loadWords.ts'
import { LOCALES, type Locale, say } from './say.ts'
import { spokenWords } from './spokenWords.ts'
import type { Wording } from './wording.ts'
import type { WordKey } from './zh.ts'

const KEPT_AS = 'caretaker.locale'

export interface I18n extends Wording {
  readonly locale: Readonly<Ref<Locale>>
  /** The reader's language of something that carries both. */
  pick(texts: { en: string; zh: string }): string
  /** Turns to a language once its words are here; rejects, and keeps the old one, when they cannot be fetched. */
  speak(locale: Locale): Promise<void>
  /** Fetches the words that a page needs; once the staff's are here they stay. */
  prepare(audience: Audience): Promise<void>
}

const isLocale = (text: string | null): text is Locale => LOCALES.includes(text as Locale)

function firstLocale(store: Storage): Locale {
  const kept = store.getItem(KEPT_AS)
  if (isLocale(kept)) return kept
  return navigator.languages.some(tag => tag.startsWith('zh')) ? 'zh' : 'en'
}

export function createI18n(store: Storage = localStorage): I18n {
  const { spoken, speak, prepare } = spokenWords(firstLocale(store))
  const locale = computed(() => spoken.value.locale)
  watchEffect(() => {
    document.documentElement.lang = TAGS[locale.value]
    store.setItem(KEPT_AS, locale.value)
  })
  const t: I18n['t'] = (key, params) => say(spoken.value.words, locale.value, key, params)
  return {
    locale,
    t,
    word: (group, code) => {
      const key = `${group}.${code}`
      return key in spoken.value.words ? t(key as WordKey) : code
    },
    pick: texts => texts[locale.value],
    speak,
    prepare,
  }
}
