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

/** The hours of equipment to be rolled up again, in a measurement beside the rollups: `late` is 1, or 0 once it is done. */
export function createLateHours(rolled: InfluxDatabase) {
  const keyOf = ({ class: of, equipment, hour }: LateHour) => `${of} ${hour} ${equipment}`
  const line = (late: 0 | 1) => (one: LateHour) =>
    `${LATE},class=${one.class},equipment=${escapeTag(one.equipment)} late=${late} ${one.hour}`
  /** Hours being rolled up again that nothing more has come for. */
  const taken = new Map<string, LateHour>()
  const inOrder = pLimit(1)
  return {
    note: async (hours: readonly LateHour[]): Promise<void> => {
      for (const one of hours) taken.delete(keyOf(one))
      await inOrder(() => writeLines(rolled, hours.map(line(1))))
    },
    take: async (limit: number): Promise<LateHour[]> => {
      const text = `SELECT "late", "class", "equipment" FROM ${quoted(LATE)} WHERE "late" = 1 ORDER BY time LIMIT ${limit}`
      const rows = rowsOf(await rolled.run(text, {}))[0] ?? []
      const hours = rows.map(([ts, , of, id]) => ({ class: String(of), equipment: String(id), hour: Number(ts) }))
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
