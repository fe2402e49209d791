import { shallowRef } from 'vue'
import { type Audience, loadWords } from './loadWords.ts'
import type { Locale, SomeWords } from './say.ts'

/** The language spoken and its words, which change together; of two wishes the later counts. */
export function spokenWords(first: Locale, load: typeof loadWords = loadWords) {
  const spoken = shallowRef<{ locale: Locale; words: SomeWords }>({ locale: first, words: {} })
  let here: Audience | undefined
  let wanted: { locale: Locale; audience: Audience } = { locale: first, audience: 'everyone' }
  const turn = async (change: Partial<typeof wanted>) => {
    const before = wanted
    const mine = { ...wanted, ...change }
    wanted = mine
    try {
      const words = await load(mine.locale, mine.audience)
      if (wanted !== mine) return
      here = mine.audience
      spoken.value = { locale: mine.locale, words }
    } catch (cause) {
      if (wanted === mine) wanted = before
      throw cause
    }
  }
  return {
    spoken,
    speak: (locale: Locale) => turn({ locale }),
    prepare: async (audience: Audience) => {
      if (here !== 'staff' && here !== audience) await turn({ audience })
    },
  }
}
