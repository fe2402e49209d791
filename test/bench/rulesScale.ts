import { loadCatalogue } from '#domain/catalogue.ts'
import type { Equipment } from '#domain/equipment.ts'
import { silentLog } from '#domain/log.ts'
import type { SpoolItem } from '#domain/spool.ts'
import type { MetricValue } from '#domain/telemetry.ts'
import { createEngine, type Engine } from '../../rules/engine.ts'
import { readingItem } from '../../rules/readingItem.ts'

const catalogue = loadCatalogue()
const classes = [...catalogue.classes.values()]
const START = 1_795_392_000_000

const equipmentAt = (i: number): Equipment => ({
  id: `e-${i}`,
  site: 's',
  gateway: `g-${i % 200}`,
  class: classes[i % classes.length]?.code ?? '',
  name: `e-${i}`,
  params: {},
  occupancy: 'normal',
  createdAt: 0,
})

function readingOf(equipment: Equipment, round: number): SpoolItem {
  const metrics: Record<string, MetricValue> = {}
  for (const [i, m] of (catalogue.classes.get(equipment.class)?.metrics ?? []).entries()) {
    const { min, max } = m.physical ?? { min: 0, max: 1 }
    const part = ((i * 7 + round * 3) % 10) / 10
    if (m.kind === 'boolean') metrics[m.name] = false
    else metrics[m.name] = m.kind === 'state' ? 0 : min + (0.3 + part / 50) * (max - min)
  }
  return readingItem(equipment, START + round * 60_000, metrics)
}

const engineFor = (fleet: ReadonlyMap<string, Equipment>): Engine =>
  createEngine({
    catalogue,
    equipment: id => fleet.get(id),
    follow: 'telemetry',
    graceMs: 120_000,
    listeningSince: 0,
    log: silentLog,
  })

const seconds = (since: number) => (performance.now() - since) / 1000

function residentMb(): number {
  globalThis.gc?.()
  return process.memoryUsage().rss / 2 ** 20
}

/** Memory, checkpoint and restore of `count` mixed pieces of equipment that have reported for `rounds` minutes. */
export function rulesScale(count: number, rounds = 5) {
  const fleet = new Map(Array.from({ length: count }, (_, i) => [`e-${i}`, equipmentAt(i)]))
  const before = residentMb()
  const engine = engineFor(fleet)
  const started = performance.now()
  for (let round = 0; round < rounds; round++)
    for (const equipment of fleet.values()) engine.take(readingOf(equipment, round))
  const microsecondsAMessage = (seconds(started) * 1e6) / (count * rounds)
  engine.transitions()
  const megabytes = residentMb() - before
  const saving = performance.now()
  const saved = [...engine.save()]
  const checkpointSeconds = seconds(saving)
  const savedMegabytes = saved.reduce((n, [, json]) => n + json.length, 0) / 2 ** 20
  const restoring = performance.now()
  const again = engineFor(fleet)
  for (const [id, json] of saved) again.restore(id, json)
  return {
    equipment: count,
    microsecondsAMessage,
    megabytes,
    kilobytesEach: (megabytes * 1024) / count,
    checkpointSeconds,
    savedMegabytes,
    restoreSeconds: seconds(restoring),
    restored: again.firing().length === engine.firing().length,
  }
}
