import type { PeriodReport } from '../../periodReport.ts'
import type { CatalogueNames } from '../catalogueNames.ts'
import { FIGURE_WORDS, type FigureWord } from '../figureWords.ts'
import type { Language } from '../language.ts'
import { type FigureText, figureText } from './figureText.ts'
import { SUMMARY_WORDS, type SummaryWord } from './summaryWords.ts'

/** A table of a summary; the first column names what a row is about. */
export interface SummaryTable {
  title: string
  heads: string[]
  rows: string[][]
}

/** What the tables of a summary are written with. */
export interface Writing {
  report: PeriodReport
  language: Language
  names: CatalogueNames
  text: FigureText
  word(key: SummaryWord | FigureWord, params?: Record<string, string | number>): string
}

const filled = (sentence: string, params: Record<string, string | number>): string =>
  sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole))

export function writingOf(report: PeriodReport, language: Language, names: CatalogueNames): Writing {
  const words: Record<SummaryWord | FigureWord, string> = { ...SUMMARY_WORDS[language], ...FIGURE_WORDS[language] }
  return {
    ...{ report, language, names, text: figureText(language) },
    word: (key, params = {}) => filled(words[key], params),
  }
}
