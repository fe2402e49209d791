import type { ParetoBar } from '../../reports.ts'
import { dayAt } from '../../zonedTime.ts'
import { nameIn } from '../catalogueNames.ts'
import type { SummaryTable, Writing } from './writing.ts'

/** So many bars of a Pareto say where most of it is. */
const BARS = 10

function pareto(
  { word, text }: Writing,
  title: string,
  bars: readonly ParetoBar[],
  name: (key: string) => string,
): SummaryTable {
  const toRow = ({ key, count, downtimeHours, cumulative }: ParetoBar) => [
    name(key),
    text.number(count),
    text.hours(downtimeHours),
    text.share(cumulative),
  ]
  return {
    title,
    heads: [title, word('analytics.number'), word('analytics.column.down'), word('analytics.cumulative')],
    rows: bars.slice(0, BARS).map(toRow),
  }
}

const partsTable = ({ report, language, word, text }: Writing): SummaryTable => ({
  title: word('summary.parts'),
  heads: [word('summary.part'), word('summary.partNo'), word('analytics.number'), word('analytics.column.cost')],
  rows: report.figures.parts.map(part => [
    nameIn(language, part, part.partNo),
    part.partNo,
    text.number(part.quantity),
    text.money(part.costCny),
  ]),
})

const certificatesTable = ({ report, word }: Writing): SummaryTable => ({
  title: word('summary.certificates'),
  heads: [
    word('analytics.column.technician'),
    word('summary.certificate'),
    word('summary.validUntil'),
    word('summary.standing'),
  ],
  rows: report.certificates.map(({ name, kind, number, validUntil, within }) => [
    name,
    `${kind} ${number}`,
    validUntil,
    within === 0 ? word('summary.expired') : word('summary.within', { n: within }),
  ]),
})

const hazardsTable = ({ report: { zone, hazards, names }, language, word }: Writing): SummaryTable => ({
  title: word('summary.hazards', { n: hazards.open }),
  heads: [word('summary.found'), word('summary.equipment'), word('summary.hazard'), word('summary.ticket')],
  rows: hazards.oldest.map(hazard => [
    dayAt(zone, hazard.at),
    names.equipment[hazard.equipment] ?? hazard.equipment,
    nameIn(language, hazard, hazard.equipment),
    hazard.ticket ?? '',
  ]),
})

/** Causes, faults and equipment by number, parts, certificates, hazards. */
export function listTables(writing: Writing): SummaryTable[] {
  const { report, names, word } = writing
  const { causes } = report.figures
  return [
    pareto(writing, word('analytics.causes'), causes.causes, key => names.closeCode('cause', key)),
    pareto(writing, word('analytics.byFault'), causes.faults, names.faultName),
    pareto(writing, word('analytics.badActors'), causes.badActors, key => report.names.equipment[key] ?? key),
    partsTable(writing),
    certificatesTable(writing),
    hazardsTable(writing),
  ]
}
