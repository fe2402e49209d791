import type { PeriodReport } from '../../periodReport.ts'
import { dayAt, toLocal } from '../../zonedTime.ts'
import type { CatalogueNames } from '../catalogueNames.ts'
import type { Language } from '../language.ts'
import { keyFigures } from './keyFigures.ts'
import { listTables } from './listTables.ts'
import { placeTables } from './placeTables.ts'
import { promiseTable } from './promiseTable.ts'
import { titleWord } from './summaryWords.ts'
import { type SummaryTable, type Writing, writingOf } from './writing.ts'

/** A summary in words, before it is put into a format. */
export interface SummaryDocument {
  language: Language
  title: string
  facts: string[]
  tables: SummaryTable[]
}

function factsOf({ report, word }: Writing): string[] {
  const { zone, from, to, madeAt, before, figures } = report
  const day = (at: number) => dayAt(zone, at)
  const made = new Date(toLocal(zone, madeAt)).toISOString().slice(0, 16).replace('T', ' ')
  const { incomplete } = figures.reliability
  return [
    word('summary.span', { from: day(from), to: day(to - 1), before: `${day(before.from)} – ${day(before.to - 1)}` }),
    `${word('summary.madeAt', { at: made })} (${zone})`,
    ...(madeAt < to ? [word('summary.running')] : []),
    ...(incomplete ? [word('analytics.incomplete', { ...incomplete })] : []),
  ]
}

/** The summary of a period in words. */
export function summaryDocument(report: PeriodReport, language: Language, names: CatalogueNames): SummaryDocument {
  const writing = writingOf(report, language, names)
  const { site, period, of } = report
  const place = site === undefined ? writing.word('summary.allSites') : (report.names.sites[site] ?? site)
  return {
    language,
    title: `${writing.word(titleWord(period), { of })} · ${place}`,
    facts: factsOf(writing),
    tables: [keyFigures(writing), promiseTable(writing), ...placeTables(writing), ...listTables(writing)],
  }
}
