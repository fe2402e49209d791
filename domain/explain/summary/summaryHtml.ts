import { TAGS } from '../language.ts'
import type { SummaryDocument } from './summaryDocument.ts'
import { SUMMARY_WORDS } from './summaryWords.ts'
import type { SummaryTable } from './writing.ts'

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string): string => text.replace(/[&<>"]/g, each => ENTITIES[each] ?? each)

/** Fits a sheet of A4 and a phone. */
const STYLE = `
body { font: 14px/1.5 system-ui, "PingFang SC", "Microsoft YaHei", sans-serif; margin: 2rem auto; max-width: 54rem; padding: 0 1rem; color: #1f2328 }
h1 { font-size: 1.5rem } h2 { font-size: 1.1rem; margin: 1.5rem 0 .5rem } p { color: #57606a } div { overflow-x: auto }
table { border-collapse: collapse; width: 100% } th, td { border-bottom: 1px solid #d2d7dc; padding: .25rem .5rem; text-align: end }
th:first-child, td:first-child { text-align: start } thead th { border-bottom: 2px solid #57606a }
@page { size: A4; margin: 15mm }
@media print { body { margin: 0; max-width: none } h2 { break-after: avoid } tr { break-inside: avoid } }
`

const row = (cells: readonly string[], cell: (text: string) => string): string => `<tr>${cells.map(cell).join('')}</tr>`

function toTable({ title, heads, rows }: SummaryTable, none: string): string {
  const head = row(heads, text => `<th scope="col">${escaped(text)}</th>`)
  const body = rows.map(cells => row(cells, text => `<td>${escaped(text)}</td>`)).join('\n')
  const filled = `<div><table><thead>${head}</thead><tbody>\n${body}\n</tbody></table></div>`
  return `<h2>${escaped(title)}</h2>\n${rows.length === 0 ? `<p>${none}</p>` : filled}`
}

/** A summary as a page of its own, to be read and printed. */
export function summaryHtml({ language, title, facts, tables }: SummaryDocument): string {
  const none = SUMMARY_WORDS[language]['summary.none']
  return `<!doctype html>
<html lang="${TAGS[language]}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(title)}</title><style>${STYLE}</style></head>
<body>
<h1>${escaped(title)}</h1>
<p>${facts.map(escaped).join('<br>')}</p>
${tables.map(table => toTable(table, none)).join('\n')}
</body>
</html>
`
}
