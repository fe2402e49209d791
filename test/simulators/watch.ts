import type { FaultTransition } from '#domain/faults.ts'
import { checkMetric } from '../../ingest/decode/checkMetric.ts'
import { createSimulation, type SimulatedEquipment, type Simulation } from '../../simulators/simulation.ts'
import { catalogue, makeEngine, makeEquipment, reading } from '../rules/story.ts'

/** Wednesday, 2026-11-25T07:00 in Shanghai: shortly before the morning peak. */
const MORNING = Date.UTC(2026, 10, 24, 23)
const HOUR_MS = 3_600_000

/** Pretend equipment, watched by the real rules as time goes by. */
export interface Watched {
  simulation: Simulation
  /** Lets time pass; the transitions meanwhile. */
  pass(seconds: number): FaultTransition[]
  /** How many measurements were sent, and the metrics that ingest would refuse. */
  sent: { readings: number; refused: string[] }
}

export function watch(one: SimulatedEquipment, seed = 1, start = MORNING): Watched {
  const equipment = makeEquipment(one.class, one.params, one.id)
  const engine = makeEngine(equipment)
  const simulation = createSimulation({ equipment: [one], catalogue, start, seed })
  const metricOf = (name: string) => catalogue.classes.get(one.class)?.metric.get(name)
  const sent = { readings: 0, refused: [] as string[] }
  const pass = (seconds: number) => {
    const end = simulation.now() + seconds * 1000
    const transitions: FaultTransition[] = []
    while (simulation.now() < end) {
      for (const { ts, metrics } of simulation.advance(Math.min(simulation.now() + HOUR_MS, end))) {
        sent.readings++
        for (const [name, value] of Object.entries(metrics))
          if (!('value' in checkMetric(metricOf(name), value))) sent.refused.push(`${name}: ${value}`)
        engine.take(reading(equipment, ts, metrics))
      }
      engine.tick(simulation.now())
      transitions.push(...engine.transitions())
    }
    return transitions
  }
  return { simulation, pass, sent }
}
