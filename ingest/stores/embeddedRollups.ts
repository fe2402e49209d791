import type { DuckDBConnection } from '@duckdb/node-api'
import type { Retention, Rollups } from '#domain/telemetryStore.ts'
import type { Millis } from '#domain/time.ts'
import { MEAN, RAW_BUCKETS, rows } from './embeddedRead.ts'
import { DAY_MS, floorTo, HOUR_MS, MINUTE_MS, type Progress } from './resolutions.ts'

interface Engine {
  /** Runs when no append is under way. */
  write(work: () => Promise<void>): Promise<void>
  /** On a connection of its own, beside appends and queries. */
  aside<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T>
}

/** The state of the rollups in memory. Appends note as late what is older than `lateBefore`. */
export interface RollupState extends Progress {
  lateBefore: Millis
}

/** The state as it was when the file was last open. */
export async function readRollupState(connection: DuckDBConnection): Promise<RollupState> {
  const [found] = await rows(connection, 'select rolled_to::double, raw_from::double from progress', {})
  const [rolledTo = 0, rawFrom = 0] = found ?? []
  return { rolledTo, rawFrom, lateBefore: rolledTo }
}

async function inTransaction<T>(connection: DuckDBConnection, work: () => Promise<T>): Promise<T> {
  await connection.run('begin')
  const result = await work()
  await connection.run('commit')
  return result
}

/** New buckets replace old ones; where raw points are already gone, only those that hold as many points. */
async function replaceBy(connection: DuckDBConnection, table: string, rawFrom: Millis): Promise<void> {
  const same = 'old.series = fresh.series and old.ts = fresh.ts'
  await connection.run(
    `delete from ${table} as old using fresh where ${same} and (old.ts >= ${rawFrom} or fresh.count >= old.count)`,
  )
  await connection.run(
    `insert into ${table} select * from fresh where not exists (select 1 from ${table} as old where ${same})`,
  )
}

const count = async (connection: DuckDBConnection, table: string): Promise<number> =>
  (await rows(connection, `select count(*)::double from ${table}`, {}))[0]?.[0] ?? 0

const fresh = (select: string): string => `create or replace temp table fresh as ${select}`
const hours = (where: string): string =>
  `select series, ts // ${HOUR_MS} * ${HOUR_MS} as ts, ${MEAN} as mean, min(min) as min, max(max) as max,
     sum(count)::bigint as count
   from (select series, ts, mean, min, max, count from rollup_minute ${where}) group by series, ts // ${HOUR_MS} * ${HOUR_MS}`

async function save(connection: DuckDBConnection, { rolledTo, rawFrom }: Progress): Promise<void> {
  await connection.run('delete from progress')
  await connection.run(`insert into progress values (${rolledTo}, ${rawFrom})`)
}

async function rollSpan(connection: DuckDBConnection, from: Millis, to: Millis, rawFrom: Millis): Promise<number> {
  const span = `where ts >= ${from} and ts < ${to}`
  await connection.run(fresh(RAW_BUCKETS(MINUTE_MS, span)))
  const minutes = await count(connection, 'fresh')
  await replaceBy(connection, 'rollup_minute', rawFrom)
  if (to % HOUR_MS === 0) {
    await connection.run(fresh(hours(`where ts >= ${to - HOUR_MS} and ts < ${to}`)))
    await replaceBy(connection, 'rollup_hour', rawFrom)
  }
  return minutes
}

/** Rolls up again the hours in the temporary table `again`. */
async function rollAgain(connection: DuckDBConnection, { rolledTo, rawFrom }: Progress): Promise<void> {
  const [[first = 0, last = 0] = []] = await rows(
    connection,
    'select min(hour)::double, max(hour)::double from again',
    {},
  )
  const touched = (from: Millis, to: Millis) =>
    `where ts >= ${from} and ts < ${to} and (series, ts // ${HOUR_MS} * ${HOUR_MS}) in (select series, hour from again)`
  await connection.run(fresh(RAW_BUCKETS(MINUTE_MS, touched(first, Math.min(rolledTo, last + HOUR_MS)))))
  await replaceBy(connection, 'rollup_minute', rawFrom)
  const whole = Math.min(floorTo(rolledTo, HOUR_MS), last + HOUR_MS)
  await connection.run(fresh(hours(touched(first, whole))))
  await replaceBy(connection, 'rollup_hour', rawFrom)
}

/** Removes a day of raw points at most. @returns the new `rawFrom`, and whether there is more */
async function removeOld(
  connection: DuckDBConnection,
  state: Progress,
  now: Millis,
  { rawDays, rollupDays }: Retention,
) {
  const cut = Math.min(floorTo(now - rawDays * DAY_MS, HOUR_MS), floorTo(state.rolledTo, HOUR_MS))
  const [[late = 0] = []] = await rows(connection, `select count(*)::double from late where hour < ${cut}`, {})
  if (late > 0 || cut <= 0) return { rawFrom: state.rawFrom, more: false }
  for (const table of ['rollup_minute', 'rollup_hour'])
    await connection.run(`delete from ${table} where ts < ${floorTo(now - rollupDays * DAY_MS, HOUR_MS)}`)
  const [[oldest] = []] = await rows(connection, `select min(ts)::double from reading where ts < ${cut}`, {})
  const to = typeof oldest === 'number' ? Math.min(cut, floorTo(oldest, DAY_MS) + DAY_MS) : cut
  if (typeof oldest === 'number') await connection.run(`delete from reading where ts < ${to}`)
  return { rawFrom: Math.max(state.rawFrom, to), more: to < cut }
}

/** Rollups in tables of their own. Each step is one transaction on a snapshot, so appends go on meanwhile. */
export function createEmbeddedRollups(engine: Engine, state: RollupState, retention: Retention): Rollups {
  return {
    rolledTo: async () => state.rolledTo || undefined,
    oldest: from =>
      engine.aside(async connection => {
        const [[ts] = []] = await rows(connection, `select min(ts)::double from reading where ts >= ${from}`, {})
        return ts ?? undefined
      }),
    roll: async ({ from, to }) => {
      // Whatever is appended from here on and is not in the snapshot below is noted as late.
      await engine.write(async () => {
        state.lateBefore = Math.max(state.lateBefore, to)
      })
      const minutes = await engine.aside(connection =>
        inTransaction(connection, async () => {
          const rolled = await rollSpan(connection, from, to, state.rawFrom)
          await save(connection, { ...state, rolledTo: Math.max(to, state.rolledTo) })
          return rolled
        }),
      )
      state.rolledTo = Math.max(to, state.rolledTo)
      return minutes
    },
    rollLate: limit =>
      engine.aside(connection =>
        inTransaction(connection, async () => {
          await connection.run(
            `create or replace temp table again as select distinct series, hour from late order by hour limit ${limit}`,
          )
          const found = await count(connection, 'again')
          if (found === 0) return 0
          await rollAgain(connection, state)
          await connection.run('delete from late where (series, hour) in (select series, hour from again)')
          return found
        }),
      ),
    expire: async now => {
      const { rawFrom, more } = await engine.aside(connection =>
        inTransaction(connection, async () => {
          const removed = await removeOld(connection, state, now, retention)
          if (removed.rawFrom !== state.rawFrom) await save(connection, { ...state, ...removed })
          return removed
        }),
      )
      state.rawFrom = rawFrom
      return more
    },
  }
}
