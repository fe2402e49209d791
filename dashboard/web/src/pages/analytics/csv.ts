import { CSV_MARK, type CsvCell, csvLine } from '#domain/csv.ts'

/** Gives a table to the reader as a file. */
export function saveCsv(name: string, rows: readonly (readonly CsvCell[])[]): void {
  const url = URL.createObjectURL(new Blob([CSV_MARK, ...rows.map(csvLine)], { type: 'text/csv' }))
  const link = Object.assign(document.createElement('a'), { href: url, download: `${name}.csv` })
  link.click()
  URL.revokeObjectURL(url)
}
