import type { Equipment } from '#domain/equipment.ts'
import type { Metric } from '#domain/equipmentClass.ts'
import type { Point } from '#domain/telemetry.ts'
import type { Millis } from '#domain/time.ts'
import type { DrillDevice } from '#domain/windows.ts'
import type { Workshop } from '../needs.ts'
import { isSilence } from '../tickets/priority.ts'
import { equipmentWithin } from './scope.ts'
import type { WindowRow } from './windowRows.ts'

interface Sign {
  at: Millis
  by: string
}

/** The store keeps booleans as 0 and 1; the catalogue says them as booleans. */
const isUsual = ({ healthy }: Metric, value: Point['value']): boolean =>
  healthy?.in?.some(usual => Number(usual) === Number(value)) ?? true

async function pointsOf(needs: Workshop, piece: Equipment, metric: string, from: Millis, to: Millis): Promise<Point[]> {
  const query = { class: piece.class, equipment: piece.id, metric, from, to, limit: 10_000 }
  return (await needs.telemetry?.range(query)) ?? []
}

/** What the telemetry of the time tells: the first state that is not a usual one, and whether anything came at all. */
async function byTelemetry(
  needs: Workshop,
  piece: Equipment,
  from: Millis,
  to: Millis,
): Promise<{ sign?: Sign; heard: boolean }> {
  const metrics = needs.catalogue.classes.get(piece.class)?.metrics ?? []
  const signs: Sign[] = []
  let heard = false
  for (const metric of metrics) {
    const points = await pointsOf(needs, piece, metric.name, from, to)
    heard ||= points.length > 0
    const told = points.find(point => !isUsual(metric, point.value))
    if (told && (metric.kind === 'state' || metric.kind === 'boolean')) signs.push({ at: told.ts, by: metric.name })
  }
  const [sign] = signs.sort((a, b) => a.at - b.at)
  return { heard, ...(sign && { sign }) }
}

/** The first fault of the time that tells of more than silence. */
async function byFault(
  { database: { db }, ...needs }: Workshop,
  piece: Equipment,
  from: Millis,
  to: Millis,
): Promise<Sign | undefined> {
  const rows = await db
    .selectFrom('fault')
    .select(['code', 'fired_at'])
    .where('equipment', '=', piece.id)
    .where('fired_at', '>=', from)
    .where('fired_at', '<', to)
    .orderBy('fired_at')
    .execute()
  const told = rows.find(({ code }) => !isSilence(needs.catalogue, piece.class, code))
  return told && { at: told.fired_at, by: told.code }
}

/**
 * Which devices of a drill's scope reported and which did not, from the faults and the telemetry between its start and
 * its end; the drill becomes a record of inspection (GB 25201-2010 §10).
 * @throws CodedError STORE_UNAVAILABLE
 */
export async function drillReport(needs: Workshop, window: WindowRow, to: Millis): Promise<DrillDevice[]> {
  const report: DrillDevice[] = []
  for (const piece of equipmentWithin(needs, window)) {
    const fault = await byFault(needs, piece, window.starts_at, to)
    const { sign, heard } = await byTelemetry(needs, piece, window.starts_at, to)
    const first = [fault, sign].flatMap(one => one ?? []).sort((a, b) => a.at - b.at)[0]
    report.push({
      equipment: piece.id,
      class: piece.class,
      outcome: first ? 'reported' : heard ? 'heard' : 'silent',
      ...first,
    })
  }
  return report
}
