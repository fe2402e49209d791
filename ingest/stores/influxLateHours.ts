import pLimit from 'p-limit'
import type { Reading } from '#domain/telemetry.ts'
import type { Millis } from '#domain/time.ts'
import { type InfluxDatabase, writeLines } from './influxDatabase.ts'
import { quoted, rowsOf } from './influxQuery.ts'
import { escapeTag } from './lineProtocol.ts'
import { floorTo, HOUR_MS } from './resolutions.ts'

const LATE = 'rollup_late'

export interface LateHour {
  class: string
  equipment: string
  hour: Millis
}

interface NotedHour extends LateHour {
  /** Where the note stands, within the hour. */
  at: Millis
}

/** Places of notes in their hour, one after the other: those of two processes hardly ever meet. */
function createPlaces() {
  let next = Math.floor(Math.random() * HOUR_MS)
  return (hour: Millis): Millis => hour + (next++ % HOUR_MS)
}

/**
 * The hours of equipment to be rolled up again, in a measurement beside the rollups: `late` is 1, or 0 once it is done.
 * @param apart another process takes them: each note is a point of its own, so that it is not done with an earlier one
 */
export function createLateHours(rolled: InfluxDatabase, apart = false) {
  const placeIn = apart ? createPlaces() : (hour: Millis) => hour
  const keyOf = ({ class: of, equipment, at }: NotedHour) => `${of} ${at} ${equipment}`
  const line = (late: 0 | 1) => (one: NotedHour) =>
    `${LATE},class=${one.class},equipment=${escapeTag(one.equipment)} late=${late} ${one.at}`
  /** Hours being rolled up again that nothing more has come for. */
  const taken = new Map<string, NotedHour>()
  const inOrder = pLimit(1)
  return {
    note: async (hours: readonly LateHour[]): Promise<void> => {
      const noted = hours.map(one => ({ ...one, at: placeIn(one.hour) }))
      for (const one of noted) taken.delete(keyOf(one))
      await inOrder(() => writeLines(rolled, noted.map(line(1))))
    },
    take: async (limit: number): Promise<LateHour[]> => {
      const text = `SELECT "late", "class", "equipment" FROM ${quoted(LATE)} WHERE "late" = 1 ORDER BY time LIMIT ${limit}`
      const rows = rowsOf(await rolled.run(text, {}))[0] ?? []
      const hours = rows.map(([ts, , of, id]) => {
        const at = Number(ts)
        return { class: String(of), equipment: String(id), hour: floorTo(at, HOUR_MS), at }
      })
      for (const one of hours) taken.set(keyOf(one), one)
      return hours
    },
    done: async (): Promise<void> => {
      await inOrder(() => writeLines(rolled, [...taken.values()].map(line(0))))
      taken.clear()
    },
  }
}

export function lateHoursOf(readings: readonly Reading[], before: Millis): LateHour[] {
  const found = new Map<string, LateHour>()
  for (const { ts, class: of, equipment } of readings) {
    const hour = floorTo(ts, HOUR_MS)
    if (ts < before) found.set(`${of} ${hour} ${equipment}`, { class: of, equipment, hour })
  }
  return [...found.values()]
}
