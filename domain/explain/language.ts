/** The languages that the product speaks. */
export const LANGUAGES = ['zh', 'en'] as const
export type Language = (typeof LANGUAGES)[number]

/** BCP 47 tags for Intl and for `<html lang>`. */
export const TAGS: Record<Language, string> = { zh: 'zh-CN', en: 'en-GB' }
