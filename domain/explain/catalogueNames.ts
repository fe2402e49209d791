import type { Catalogue, CodeRow } from '../catalogue.ts'
import type { Language } from './language.ts'

/** A name in a language; a code stands for itself where nothing is known of it. */
export const nameIn = (
  language: Language,
  named: { name: string; name_zh: string } | undefined,
  code: string,
): string => (named === undefined ? code : language === 'zh' ? named.name_zh : named.name)

/** Rows that carry no English name have English codes: `wear-out` reads as “Wear out”. */
const englishOf = (code: string): string => code.charAt(0).toUpperCase() + code.slice(1).replaceAll('-', ' ')

/** What a close code is called. */
export function closeCodeName(language: Language, rows: readonly CodeRow[] | undefined, code: string): string {
  const row = rows?.find(([c]) => c === code)
  if (!row) return code
  const [, first, zh] = row
  return language === 'zh' ? (zh ?? first) : zh === undefined ? englishOf(code) : first
}

/** What the catalogue calls things, in one language. */
export interface CatalogueNames {
  className(code: string): string
  faultName(code: string): string
  trouble(code: string): string
  closeCode(kind: string, code: string): string
  /** One of two texts, in that language. */
  pick(text: { en: string; zh: string }): string
}

export function catalogueNames({ classes, troubles, closeCodes }: Catalogue, language: Language): CatalogueNames {
  const rules = new Map([...classes.values()].flatMap(entry => [...entry.fault]))
  return {
    className: code => nameIn(language, classes.get(code), code),
    faultName: code => nameIn(language, rules.get(code), code),
    trouble: code =>
      nameIn(
        language,
        troubles.find(each => each.code === code),
        code,
      ),
    closeCode: (kind, code) => closeCodeName(language, closeCodes[kind], code),
    pick: text => text[language],
  }
}
