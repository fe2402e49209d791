import type { Reading } from '#domain/telemetry.ts'
import { fieldOf } from './influxNames.ts'
import { inTurns } from './inTurns.ts'
import { checkStorable, storedValue } from './storable.ts'

export const escapeTag = (text: string): string => text.replace(/[,= ]/g, '\\$&')

/**
 * One reading as a line of InfluxDB line protocol, time in milliseconds: the class is the measurement, site and equipment
 * are tags, each metric a float field. The gateway is no tag: equipment that moves to another gateway keeps its series.
 * @returns undefined when every metric is null
 * @throws StoreError refused, for what the protocol cannot carry
 */
export function encodeLine(reading: Reading): string | undefined {
  checkStorable(reading)
  let fields = ''
  for (const metric in reading.metrics) {
    const value = storedValue(reading.metrics[metric] ?? null)
    if (value !== undefined) fields += `${fields && ','}${fieldOf(metric)}=${value}`
  }
  if (fields === '') return undefined
  return `${reading.class},equipment=${escapeTag(reading.equipment)},site=${escapeTag(reading.site)} ${fields} ${reading.ts}`
}

/** Readings encoded in one go: a millisecond or two. */
const SLICE = 500

/** Readings as the body of one write; empty when there is nothing to store. @throws StoreError refused */
export async function encodeLines(readings: readonly Reading[]): Promise<string> {
  let body = ''
  await inTurns(readings, SLICE, slice => {
    for (const reading of slice) {
      const line = encodeLine(reading)
      if (line !== undefined) body += `${line}\n`
    }
  })
  return body
}
