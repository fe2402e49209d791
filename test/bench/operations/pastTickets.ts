import { sql } from 'kysely'
import type { Database } from '#database/database.ts'
import type { Millis } from '#domain/time.ts'

const MINUTE = 60_000
/** How many pieces of equipment, sites and technicians the past tickets are about. */
const PIECES = 5_000
const SITES = 20
const TECHNICIANS = 60

/** Class, one of its faults, severity. */
const KINDS = [
  ['elevator', 'ELV-OVERTRAVEL', 'major'],
  ['elevator', 'ELV-LEVEL', 'general'],
  ['elevator', 'ELV-SAFETY-OPEN', 'major'],
  ['fire-pump', 'FPU-NOTAUTO', 'major'],
  ['feeder-circuit', 'FDC-TRIP', 'major'],
] as const

const PREDICTED = ['elevator', 'ELV-DOOR-WEAR', 'predictive'] as const

/** When, in minutes after the opening, a ticket gets where. */
const STEPS = [
  ['new', 0],
  ['acknowledged', 4],
  ['dispatched', 9],
  ['onSite', 50],
  ['repaired', 140],
  ['verified', 150],
  ['handedOver', 200],
  ['surveyed', 1500],
  ['followedUp', 2000],
  ['closed', 2001],
] as const

/** Clock, when it is due, the step that stops it; the steps vary by up to twice their minutes. */
const CLOCKS = [
  ['acknowledge', 5, 4],
  ['dispatch', 15, 9],
  ['arrive', 60, 50],
  ['resolve', 240, 140],
] as const

const series = (count: number) =>
  sql`with recursive n(i) as (select cast(0 as bigint) union all select i + 1 from n where i < ${sql.lit(count - 1)})`
const pick = (values: readonly string[], by: string) =>
  sql.raw(`case (${by}) % ${values.length} ${values.map((value, k) => `when ${k} then '${value}'`).join(' ')} end`)
const kind = (field: 0 | 1 | 2, by: string) =>
  pick(
    KINDS.map(each => each[field]),
    by,
  )

async function fillEstate({ db }: Database): Promise<void> {
  const run = (text: ReturnType<typeof sql>) => text.execute(db)
  await run(
    sql`insert into site (id, name, timezone) ${series(SITES)} select 's' || i, 'Site ' || i, 'Asia/Shanghai' from n`,
  )
  await run(sql`insert into gateway (id, site, password_hash) ${series(SITES)} select 'gw' || i, 's' || i, 'x' from n`)
  await run(sql`insert into equipment (id, site, gateway, class, name, params, model, occupancy, created_at)
    ${series(PIECES)} select 'e' || i, 's' || (i % ${sql.lit(SITES)}), 'gw' || (i % ${sql.lit(SITES)}),
    ${kind(0, 'i')}, 'Unit ' || i, '{"model":"M' || (i % 7) || '"}', 'M' || (i % 7), 'normal', 0 from n`)
  await run(sql`insert into technician (id, name, skills, sites, active)
    ${series(TECHNICIANS)} select 'tech' || i, 'Technician ' || i, '["SK-ELV-T"]', '[]', 1 from n`)
}

/**
 * Writes so many past tickets straight into an empty database, evenly over the time before `now`: each with its fault,
 * its moves, close codes, clocks, and every third with a part. The newest thousand are still open.
 * @param step milliseconds from one ticket to the next
 */
export async function writePastTickets(database: Database, count: number, now: Millis, step: Millis): Promise<void> {
  await fillEstate(database)
  const first = now - count * step
  const opened = sql.raw(`(${first} + i * ${step})`)
  // Every piece has its turn; the fault goes with its class, so that two open tickets are never about the same.
  const piece = sql.raw(`(i * 7 % ${PIECES})`)
  const site = sql.raw(`'s' || ((i * 7 % ${PIECES}) % ${SITES})`)
  const slow = '(1 + (i * 31 % 100) / 99.0)'
  const at = (minutes: number) => sql.raw(`(${first} + i * ${step} + cast(${minutes * MINUTE} * ${slow} as bigint))`)
  const ended = sql.raw(`i < ${count - 1000}`)
  const usual = (field: 0 | 1 | 2) => kind(field, `i * 7 % ${PIECES}`)
  // Every tenth ticket of a lift tells of a failure to come.
  const predicted = sql`${usual(0)} = 'elevator' and ${sql.raw(`(i / ${PIECES}) % 10 = 3`)}`
  const ofPiece = (field: 0 | 1 | 2) =>
    sql`case when ${predicted} then ${sql.lit(PREDICTED[field])} else ${usual(field)} end`
  const cause = pick(['wear-out', 'wear-out', 'environment', 'maintenance', 'false-alarm', 'user-misuse'], 'i')
  const statements = [
    sql`insert into fault (id, equipment, site, class, code, severity, life_safety, state, fired_at, resolved_at, evidence, ticket)
      ${series(count)} select 'f' || i, 'e' || ${piece}, ${site}, ${ofPiece(0)}, ${ofPiece(1)}, ${ofPiece(2)}, 0,
      case when ${ended} then 'resolved' else 'firing' end, ${opened} - 60000, case when ${ended} then ${at(145)} end,
      '[{"metric":"carSpeed","value":2.1,"ts":1,"limit":2}]', 't' || i from n`,
    sql`insert into ticket (id, version, site, equipment, fault, fault_code, title, severity, life_safety, priority, status,
      origin, skill, technician, technician_proposed, occurrences, opened_at, failed_at, restored_at, closed_at, repair, policy)
      ${series(count)} select 't' || i, 10, ${site}, 'e' || ${piece}, 'f' || i, ${ofPiece(1)},
      case when i % 50 = 0 then '居民报修 ' || i end, ${ofPiece(2)}, 0,
      'P' || (i % 5), case when ${ended} then 'closed' else 'new' end, 'rule', 'SK-ELV-T',
      'tech' || (i % ${sql.lit(TECHNICIANS)}), 0, 1, ${opened}, ${opened} - 60000, case when ${ended} then ${at(145)} end,
      case when ${ended} then ${at(2001)} end,
      case when ${ended} then '{"cause":"' || ${cause} || '","action":"replace","labourMinutes":' || (30 + i % 90) || '}' end,
      1 from n`,
    ...STEPS.map(
      (
        [status, minutes],
        number,
      ) => sql`insert into ticket_event (ticket, number, at, "by", event, from_status, to_status, detail, version)
      ${series(count)} select 't' || i, ${sql.lit(number + 1)}, ${at(minutes)}, 'tech' || (i % ${sql.lit(TECHNICIANS)}), 'moved', null, ${sql.lit(status)},
      ${sql.raw(status === 'surveyed' ? `'{"survey":{"score":' || (1 + i % 5) || '}}'` : `'{"note":"moved on"}'`)},
      ${sql.lit(number + 1)} from n where ${ended} or ${sql.lit(number)} = 0`,
    ),
    ...CLOCKS.map(
      ([clock, due, stops]) => sql`insert into ticket_clock (ticket, kind, started_at, due_at, stopped_at, breached_at)
      ${series(count)} select 't' || i, ${sql.lit(clock)}, ${opened}, ${opened} + ${sql.lit(due * MINUTE)},
      case when ${ended} then ${at(stops)} end,
      case when ${ended} and ${at(stops)} > ${opened} + ${sql.lit(due * MINUTE)} then ${opened} + ${sql.lit(due * MINUTE)} end from n`,
    ),
    sql`insert into reservation (ticket, part_no, quantity, status, created_at, store)
      ${series(count)} select 't' || i, (select min(part_no) from part), 1, 'issued', ${opened}, 'main' from n
      where i % 3 = 0 and ${ended}`,
  ]
  for (const statement of statements) await statement.execute(database.db)
  if (database.dialect === 'postgres') await sql`vacuum analyze`.execute(database.db)
}
