import type { SummaryTable, Writing } from './writing.ts'

/** Reliability of each site and class, and what comes back. */
export function placeTables({ report, names, word, text }: Writing): SummaryTable[] {
  const { reliability, repairs } = report.figures
  const repeats = new Map([...repairs.by.site, ...repairs.by.class].map(row => [row.key, row.repeatRate]))
  const columns = [
    word('analytics.column.equipment'),
    word('analytics.column.failures'),
    word('analytics.column.mtbf'),
    word('analytics.column.mttr'),
    word('analytics.column.availability'),
    word('analytics.column.data'),
    word('analytics.column.repeatRate'),
  ]
  const cells = (row: (typeof reliability.by.site)[number]) => [
    text.number(row.equipment),
    text.number(row.failures.count),
    text.hours(row.mtbfHours),
    text.hours(row.mttrHours),
    text.availability(row.availability),
    text.share(row.completeness),
    text.share(repeats.get(row.key)),
  ]
  const bySite: SummaryTable = {
    title: word('summary.bySite'),
    heads: [word('analytics.dimension.site'), ...columns],
    rows: reliability.by.site.map(row => [report.names.sites[row.key] ?? row.key, ...cells(row)]),
  }
  const byClass: SummaryTable = {
    title: word('summary.byClass'),
    heads: [word('analytics.dimension.class'), ...columns],
    rows: reliability.by.class.map(row => [names.className(row.key), ...cells(row)]),
  }
  return report.site === undefined ? [bySite, byClass] : [byClass]
}
