import { iso, type Millis } from '#domain/time.ts'
import { type InfluxDatabase, pagesOf, writeLines } from './influxDatabase.ts'
import { type InfluxSeries, quoted, ROLLUP_OF, seriesOf } from './influxQuery.ts'
import { inTurns } from './inTurns.ts'
import { escapeTag } from './lineProtocol.ts'
import { floorTo, HOUR_MS } from './resolutions.ts'
import { StoreError } from './storeError.ts'

const EQUIPMENT_A_QUERY = 200

interface Span {
  from: Millis
  to: Millis
}

interface Databases {
  raw: InfluxDatabase
  rolled: InfluxDatabase
}

/** One row of aggregates, whose columns are called as the fields of a rollup: `mean_pressure`, `count_pressure`. */
function lineOf(measurement: string, { tags = {}, columns }: InfluxSeries, row: (number | string | null)[]): string {
  let fields = ''
  columns.forEach((column, i) => {
    if (i > 0 && row[i] !== null) fields += `${fields && ','}${column}=${row[i]}`
  })
  const names = Object.entries(tags).filter(([, value]) => value !== '')
  return `${measurement}${names.map(([tag, value]) => `,${tag}=${escapeTag(value)}`).join('')} ${fields} ${row[0]}`
}

async function aggregate(raw: InfluxDatabase, of: string, equipment: readonly string[], span: Span, every: string) {
  const asked = equipment.map((_, i) => `"equipment" = $e${i}`).join(' OR ')
  const values = Object.fromEntries(equipment.map((id, i) => [`e${i}`, id]))
  const text = `SELECT mean(*), min(*), max(*), count(*) FROM ${quoted(of)} WHERE (${asked}) AND time >= $from AND time < $to
    GROUP BY time(${every}), "equipment", "site" fill(none)`
  return seriesOf(await raw.run(text, { ...values, from: iso(span.from), to: iso(span.to) }))
}

async function rollSome(
  { raw, rolled }: Databases,
  of: string,
  equipment: readonly string[],
  span: Span,
): Promise<number> {
  const minutes = await aggregate(raw, of, equipment, span, '1m')
  const whole = { from: floorTo(span.to - 1, HOUR_MS), to: span.to }
  const hours = span.to % HOUR_MS === 0 ? await aggregate(raw, of, equipment, whole, '1h') : []
  const lines: string[] = []
  const take = (measurement: string) => (some: readonly InfluxSeries[]) => {
    for (const one of some) for (const row of one.values) lines.push(lineOf(measurement, one, row))
  }
  await inTurns(minutes, 50, take(ROLLUP_OF.minute(of)))
  const count = lines.length
  await inTurns(hours, 500, take(ROLLUP_OF.hour(of)))
  await writeLines(rolled, lines)
  return count
}

/** One piece of equipment whose means InfluxDB cannot answer (their sum is infinite) is left out, the others are not. */
async function rollPage(...[databases, of, equipment, span]: Parameters<typeof rollSome>): Promise<number> {
  try {
    return await rollSome(databases, of, equipment, span)
  } catch (error) {
    if (!(error instanceof StoreError && error.failure === 'refused')) throw error
    if (equipment.length === 1) return 0
    const middle = Math.ceil(equipment.length / 2)
    const first = await rollPage(databases, of, equipment.slice(0, middle), span)
    return first + (await rollPage(databases, of, equipment.slice(middle), span))
  }
}

/** Rolls up equipment of a class over a part of one hour. @returns the number of minutes, summed over series */
export async function rollSpan(
  databases: Databases,
  of: string,
  equipment: readonly string[],
  span: Span,
): Promise<number> {
  let minutes = 0
  for (const page of pagesOf(equipment, EQUIPMENT_A_QUERY)) minutes += await rollPage(databases, of, page, span)
  return minutes
}
