import type { PeriodFigures } from '../../periodReport.ts'
import type { SummaryTable, Writing } from './writing.ts'

/** A row: what it is called, its value of a period, and how that is written. */
type Row = [label: string, of: (figures: PeriodFigures) => number | undefined, write: (value?: number) => string]

const arrow = (change: number): string => (change > 0 ? '↑ ' : change < 0 ? '↓ ' : '')

/** By how much a figure changed, in percent of what it was. */
function changeText(now: number | undefined, before: number | undefined): string {
  if (now === undefined || before === undefined || before === 0) return '–'
  const percent = Math.round((100 * (now - before)) / before)
  return `${arrow(percent)}${Math.abs(percent)} %`
}

/** By how many percentage points a share changed. */
function pointsText({ word, text }: Writing, now: number | undefined, before: number | undefined): string {
  if (now === undefined || before === undefined) return '–'
  const points = Math.round(10_000 * (now - before)) / 100
  return `${arrow(points)}${word('summary.points', { n: text.number(Math.abs(points)) })}`
}

function reliabilityRows({ word, text }: Writing): Row[] {
  const minutes = (value?: number) => text.hours(value === undefined ? undefined : value / 60)
  return [
    [word('analytics.column.failures'), f => f.reliability.failures.count, text.number],
    [word('analytics.mtbf'), f => f.reliability.mtbfHours, text.hours],
    [word('analytics.mttr'), f => f.reliability.mttrHours, text.hours],
    [word('analytics.availability'), f => f.reliability.availability, text.availability],
    [word('analytics.column.down'), f => f.reliability.downtimeHours, text.hours],
    [word('analytics.data'), f => f.reliability.completeness, text.share],
    [word('analytics.column.trappings'), f => f.safety.trappings.count, text.number],
    [word('analytics.column.rescue'), f => f.safety.meanRescueMinutes, minutes],
    [word('analytics.column.falseRate'), f => f.safety.falseRate, text.share],
    [word('summary.plans'), f => f.plans.compliance, text.share],
    [word('summary.precision'), f => f.predictions.precision?.value, text.share],
    [word('summary.recall'), f => f.predictions.recall?.value, text.share],
  ]
}

function repairRows({ word, text }: Writing): Row[] {
  return [
    [word('analytics.column.work'), f => f.repairs.opened.count, text.number],
    [word('analytics.column.fixed'), f => f.repairs.fixed.count, text.number],
    [word('summary.openAtEnd'), f => f.openAtEnd, text.number],
    [word('analytics.column.firstTimeRate'), f => f.repairs.firstTimeRate, text.share],
    [word('analytics.column.repeatRate'), f => f.repairs.repeatRate, text.share],
    [word('analytics.column.reopened'), f => f.repairs.reopened.count, text.number],
    [word('analytics.column.labour'), f => f.repairs.labourCny, text.money],
    [word('analytics.column.parts'), f => f.repairs.partsCny, text.money],
    [word('summary.complaints'), f => f.complaints.registered, text.number],
    [word('summary.complaintsClosed'), f => f.complaints.closed, text.number],
    [word('summary.complaintsFounded'), f => f.complaints.founded, text.number],
    [word('summary.complaintsLate'), f => f.complaints.answeredLate, text.number],
  ]
}

function requestRow({ report }: Writing, label: string, of: (f: PeriodFigures) => readonly [number, number]): string[] {
  const [[now, nowDone], [before, beforeDone]] = [of(report.figures), of(report.before)]
  return [label, `${now} (${nowDone})`, `${before} (${beforeDone})`, changeText(now, before)]
}

/** The figures of the period, those of the one before, and by how much they changed. */
export function keyFigures(writing: Writing): SummaryTable {
  const { report, word, text } = writing
  const rows = [...reliabilityRows(writing), ...repairRows(writing)].map(([label, of, write]) => {
    const [now, before] = [of(report.figures), of(report.before)]
    const isShare = write === text.share || write === text.availability
    return [label, write(now), write(before), isShare ? pointsText(writing, now, before) : changeText(now, before)]
  })
  return {
    title: word('summary.key'),
    heads: [word('summary.figure'), word('summary.now'), word('summary.before'), word('summary.change')],
    rows: [
      ...rows,
      requestRow(writing, word('summary.training'), ({ requests: r }) => [r.training, r.trainingClosed]),
      requestRow(writing, word('summary.questions'), ({ requests: r }) => [r.questions, r.questionsClosed]),
    ],
  }
}
