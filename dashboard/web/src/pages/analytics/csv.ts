type Cell = string | number | undefined

const quoted = (cell: Cell): string => {
  const text = String(cell ?? '')
  // What begins like a formula would be run by a spreadsheet (OWASP, CSV injection).
  const safe = typeof cell === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** A table as comma-separated values (RFC 4180); the byte order mark lets spreadsheets read Chinese. */
const toCsv = (rows: readonly (readonly Cell[])[]): string =>
  `\uFEFF${rows.map(row => row.map(quoted).join(',')).join('\r\n')}\r\n`

/** Gives a table to the reader as a file. */
export function saveCsv(name: string, rows: readonly (readonly Cell[])[]): void {
  const url = URL.createObjectURL(new Blob([toCsv(rows)], { type: 'text/csv' }))
  const link = Object.assign(document.createElement('a'), { href: url, download: `${name}.csv` })
  link.click()
  URL.revokeObjectURL(url)
}
