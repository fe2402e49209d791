import type { Locale, SomeWords } from './say.ts'

/** Who reads: everyone, as residents do without a log-in, or the staff, who have all pages. */
export type Audience = 'everyone' | 'staff'

const SOURCES: Record<Locale, Record<Audience, () => Promise<SomeWords>>> = {
  zh: {
    everyone: async () => (await import('./zh/everyone.ts')).everyone,
    staff: async () => (await import('./zh.ts')).zh,
  },
  en: {
    everyone: async () => (await import('./en/everyone.ts')).everyone,
    staff: async () => (await import('./en.ts')).en,
  },
}

/** Fetches the words of one language for those who read; rejects when they cannot be fetched. */
export const loadWords = (locale: Locale, audience: Audience): Promise<SomeWords> => SOURCES[locale][audience]()
