import { loadCatalogue } from '#domain/catalogue.ts'
import type { Equipment } from '#domain/equipment.ts'
import { silentLog } from '#domain/log.ts'
import type { SpoolItem } from '#domain/spool.ts'
import type { MetricValue } from '#domain/telemetry.ts'
import { createEngine } from '../../rules/engine.ts'
import { readingItem } from '../../rules/readingItem.ts'

/**
 * Readings evaluated a second on one core, all rules of all classes active. A message carries all metrics of a piece of
 * equipment, a third of them moving (`moving`), as a device that reports by the minute does.
 */
export function benchRules({ perClass = 50, rounds = 40, moving = 0.33, catalogue = loadCatalogue(), only = '' } = {}) {
  const fleet = new Map<string, Equipment>()
  for (const kind of only === '' ? catalogue.classes.keys() : [only])
    for (let i = 0; i < perClass; i++) {
      const id = `${kind}-${i}`
      fleet.set(id, {
        id,
        site: 's',
        gateway: 'g',
        class: kind,
        name: id,
        params: {},
        occupancy: 'normal',
        createdAt: 0,
      })
    }
  const engine = createEngine({
    catalogue,
    equipment: id => fleet.get(id),
    follow: 'telemetry',
    graceMs: 120_000,
    listeningSince: 0,
    log: silentLog,
  })
  const items = makeItems(catalogue, fleet, rounds, moving)
  const values = items.reduce(
    (n, item) => n + (item.kind === 'reading' ? Object.keys(item.reading.metrics).length : 0),
    0,
  )
  const start = performance.now()
  let now = 0
  for (const [i, item] of items.entries()) {
    engine.take(item)
    if (item.kind === 'reading') now = item.reading.ts
    if (i % 500 === 0) engine.tick(now)
  }
  const seconds = (performance.now() - start) / 1000
  return {
    equipment: fleet.size,
    messagesPerSecond: Math.round(items.length / seconds),
    valuesPerSecond: Math.round(values / seconds),
    rulesPerSecond: Math.round(engine.evaluated() / seconds),
    microsecondsPerMessage: (seconds * 1e6) / items.length,
    transitions: engine.transitions().length,
  }
}

function makeItems(
  catalogue: ReturnType<typeof loadCatalogue>,
  fleet: ReadonlyMap<string, Equipment>,
  rounds: number,
  moving: number,
): SpoolItem[] {
  let seed = 1
  const random = () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    return seed / 2_147_483_648
  }
  const last = new Map<string, Record<string, MetricValue>>()
  return Array.from({ length: rounds }, (_, round) =>
    [...fleet.values()].map(equipment => {
      const metrics = { ...last.get(equipment.id) }
      for (const m of catalogue.classes.get(equipment.class)?.metrics ?? []) {
        if (m.name in metrics && random() > moving) continue
        const { min, max } = m.physical ?? { min: 0, max: 1 }
        if (m.kind === 'boolean') metrics[m.name] = random() > 0.5
        else if (m.kind === 'state') metrics[m.name] = Math.floor(random() * 3)
        else metrics[m.name] = min + random() * (max - min)
      }
      last.set(equipment.id, metrics)
      return readingItem(equipment, 1_795_392_000_000 + round * 60_000, metrics)
    }),
  ).flat()
}
