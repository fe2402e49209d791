import type { Reading } from '#domain/telemetry.ts'
import type { Retention, Rollups } from '#domain/telemetryStore.ts'
import { iso, type Millis } from '#domain/time.ts'
import type { InfluxDatabase } from './influxDatabase.ts'
import { createLateHours, type LateHour, lateHoursOf } from './influxLateHours.ts'
import { quoted, rowsOf } from './influxQuery.ts'
import { rollSpan } from './influxRollSpan.ts'
import { DAY_MS, floorTo, HOUR_MS, type Progress } from './resolutions.ts'
import { isName } from './storable.ts'
import { StoreError } from './storeError.ts'

const PROGRESS = 'rollup_progress'
const isMisconfigured = (error: unknown): boolean => error instanceof StoreError && error.failure !== 'retryable'

const classesOf = async (raw: InfluxDatabase): Promise<string[]> =>
  (rowsOf(await raw.run('SHOW MEASUREMENTS', {}))[0] ?? []).map(row => String(row[0])).filter(of => isName(of, 'any'))

async function equipmentOf(raw: InfluxDatabase, of: string): Promise<string[]> {
  const answer = await raw.run(`SHOW TAG VALUES FROM ${quoted(of)} WITH KEY = "equipment"`, {})
  return (rowsOf(answer)[0] ?? []).map(row => String(row[1]))
}

async function oldestPoint(raw: InfluxDatabase, from: Millis): Promise<Millis | undefined> {
  const classes = await classesOf(raw)
  if (classes.length === 0) return undefined
  const one = (of: string) => `SELECT * FROM ${quoted(of)} WHERE time >= $from ORDER BY time ASC LIMIT 1`
  const times = rowsOf(await raw.run(classes.map(one).join(';'), { from: iso(from) })).flatMap(rows =>
    rows.map(([ts]) => Number(ts)),
  )
  return times.length === 0 ? undefined : Math.min(...times)
}

interface State extends Progress {
  lateBefore: Millis
}

async function readState(rolled: InfluxDatabase): Promise<State | undefined> {
  try {
    const text = `SELECT last("rolled_to") AS a, "raw_from" AS b FROM ${quoted(PROGRESS)}`
    const [[, to = 0, from = 0] = []] = rowsOf(await rolled.run(text, {}))[0] ?? []
    return { rolledTo: Number(to), rawFrom: Number(from), lateBefore: Number(to) }
  } catch (error) {
    if (isMisconfigured(error)) return undefined
    throw error
  }
}

/** The state of the rollups, read from the server once; nothing is rolled up as long as it cannot be read there. */
function createState(rolled: InfluxDatabase) {
  let state: State | undefined
  let reading: Promise<State | undefined> | undefined
  return async (): Promise<State> => {
    if (state !== undefined) return state
    reading ??= readState(rolled).finally(() => {
      reading = undefined
    })
    const found = await reading
    if (found !== undefined) state ??= found
    return state ?? { rolledTo: 0, rawFrom: 0, lateBefore: 0 }
  }
}

async function rollLateHours(
  databases: Parameters<typeof rollSpan>[0],
  hours: readonly LateHour[],
  rolledTo: Millis,
): Promise<void> {
  for (const [first, ...rest] of Map.groupBy(hours, one => `${one.class} ${one.hour}`).values()) {
    if (first === undefined || first.hour >= rolledTo) continue
    const span = { from: first.hour, to: Math.min(rolledTo, first.hour + HOUR_MS) }
    await rollSpan(
      databases,
      first.class,
      [first, ...rest].map(one => one.equipment),
      span,
    )
  }
}

/** Whoever rolls up waits a minute for readings; ten seconds of that are for clocks that differ. */
const SURELY_WAITED_FOR_MS = 50_000

export interface InfluxRollups {
  rollups: Rollups
  progress(): Promise<Progress>
  /** Notes what came late; called when the readings are stored, before that is told. */
  noteLate(readings: readonly Reading[]): Promise<void>
}

/**
 * Rollups in a database or bucket beside the raw one, read with InfluxQL and written as line protocol: InfluxDB 2 has
 * neither continuous queries nor SELECT INTO. The servers remove what is older than the retention by themselves.
 */
export function createInfluxRollups(
  raw: InfluxDatabase,
  rolled: InfluxDatabase,
  { retention, elsewhere }: { retention: Retention; elsewhere: boolean },
): InfluxRollups {
  const current = createState(rolled)
  const late = createLateHours(rolled, elsewhere)
  const lateBefore = async () => (elsewhere ? Date.now() - SURELY_WAITED_FOR_MS : (await current()).lateBefore)
  let made = false
  let keptAt = 0
  const ready = async (): Promise<State> => {
    if (!made) await rolled.keep()
    made = true
    return current()
  }
  const save = ({ rolledTo, rawFrom }: Progress) =>
    rolled.write(`${PROGRESS} rolled_to=${rolledTo},raw_from=${rawFrom} ${floorTo(rolledTo, DAY_MS)}\n`)

  return {
    progress: current,
    noteLate: async readings => {
      const hours = lateHoursOf(readings, await lateBefore())
      if (hours.length === 0) return
      await late.note(hours).catch((error: unknown) => {
        // A server that never takes the note must not stop the readings themselves.
        if (!isMisconfigured(error)) throw error
      })
    },
    rollups: {
      rolledTo: async () => (await ready()).rolledTo || undefined,
      oldest: from => oldestPoint(raw, from),
      roll: async span => {
        const state = await ready()
        state.lateBefore = Math.max(state.lateBefore, span.to)
        let minutes = 0
        for (const of of await classesOf(raw))
          minutes += await rollSpan({ raw, rolled }, of, await equipmentOf(raw, of), span)
        const rolledTo = Math.max(state.rolledTo, span.to)
        await save({ ...state, rolledTo })
        state.rolledTo = rolledTo
        return minutes
      },
      rollLate: async limit => {
        const state = await ready()
        const hours = await late.take(limit)
        if (hours.length === 0) return 0
        await rollLateHours({ raw, rolled }, hours, state.rolledTo)
        await late.done()
        return hours.length
      },
      expire: async now => {
        const state = await ready()
        const cut = floorTo(now - retention.rawDays * DAY_MS, HOUR_MS)
        if (state.rolledTo < cut) return false
        if (Math.abs(now - keptAt) > HOUR_MS) {
          await raw.keep(retention.rawDays)
          await rolled.keep(retention.rollupDays)
          keptAt = now
        }
        state.rawFrom = Math.max(state.rawFrom, cut)
        return false
      },
    },
  }
}
