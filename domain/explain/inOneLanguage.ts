const HAN = /\p{Script=Han}/u

/** What the service itself wrote in Chinese and English, with a dot between, in one of them; any other text as it is. */
export function inOneLanguage(text: string, pick: (both: { en: string; zh: string }) => string): string {
  const [zh = '', en = '', ...more] = text.split(' · ')
  const both = more.length === 0 && HAN.test(zh) && en !== '' && !HAN.test(en)
  return both ? pick({ en, zh }) : text
}
