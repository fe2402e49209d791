import { CSV_MARK, csvLine } from '../../csv.ts'
import type { SummaryDocument } from './summaryDocument.ts'
import { summaryHtml } from './summaryHtml.ts'
import { SUMMARY_WORDS } from './summaryWords.ts'
import type { SummaryTable } from './writing.ts'

export const DOCUMENT_FORMATS = ['html', 'md', 'csv'] as const
export type DocumentFormat = (typeof DOCUMENT_FORMATS)[number]

const escaped = (text: string): string => text.replace(/[\\|*_`<>[\]]/g, '\\$&').replace(/\s+/g, ' ')

function summaryMarkdown({ language, title, facts, tables }: SummaryDocument): string {
  const line = (cells: readonly string[]) => `| ${cells.map(escaped).join(' | ')} |`
  const toTable = ({ title: head, heads, rows }: SummaryTable) => {
    const filled = [line(heads), `|${' --- |'.repeat(heads.length)}`, ...rows.map(line)]
    const body = rows.length === 0 ? [SUMMARY_WORDS[language]['summary.none']] : filled
    return [`## ${escaped(head)}`, '', ...body].join('\n')
  }
  return `${[`# ${escaped(title)}`, facts.map(escaped).join('  \n'), ...tables.map(toTable)].join('\n\n')}\n`
}

/** All tables in one sheet, the name of its table first in each row. */
function summaryCsv({ title, tables }: SummaryDocument): string {
  const rowsOf = ({ title: table, heads, rows }: SummaryTable) => [heads, ...rows].map(cells => [table, ...cells])
  return CSV_MARK + [[title], ...tables.flatMap(rowsOf)].map(csvLine).join('')
}

const FORMATS: Record<DocumentFormat, (document: SummaryDocument) => string> = {
  html: summaryHtml,
  md: summaryMarkdown,
  csv: summaryCsv,
}

/** A summary as a page, as Markdown or as comma-separated values. */
export const formatSummary = (document: SummaryDocument, format: DocumentFormat): string => FORMATS[format](document)
