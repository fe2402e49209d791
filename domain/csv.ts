export type CsvCell = string | number | undefined

/** Tells spreadsheets that the text is UTF-8, so that they can read Chinese. */
export const CSV_MARK = '\uFEFF'

function quoted(cell: CsvCell): string {
  const text = String(cell ?? '')
  // What begins like a formula would be run by a spreadsheet (OWASP, CSV injection).
  const safe = typeof cell === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** A row of comma-separated values (RFC 4180) with its line end. */
export const csvLine = (cells: readonly CsvCell[]): string => `${cells.map(quoted).join(',')}\r\n`
