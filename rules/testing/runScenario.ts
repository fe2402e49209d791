import type { Catalogue } from '#domain/catalogue.ts'
import type { FaultTransition } from '#domain/faults.ts'
import { silentLog } from '#domain/log.ts'
import type { Millis } from '#domain/time.ts'
import { createEngine, type Engine } from '../engine.ts'
import type { Moment } from './expectation.ts'
import { START, timeOf } from './reports.ts'
import type { Scenario } from './scenario.ts'

/** What the engine made of a scenario. Times since the start. */
export interface Played {
  /** What each fault did, in order; pending only where the scenario looks for it. */
  histories: ReadonlyMap<string, readonly Moment[]>
  resets: Scenario['resets']
  /** Rules that threw, with what they said. */
  broken: ReadonlyMap<string, string>
}

/** Plays a scenario through the real engine, which follows the time of the readings. */
export function runScenario(scenario: Scenario, catalogue: Catalogue): Played {
  const engine = engineFor(scenario, catalogue)
  const noted: Noted[] = []
  const resets: Scenario['resets'][number][] = []
  let next = 0
  for (const at of stops(scenario)) {
    for (let item = scenario.items[next]; item && timeOf(item) <= START + at; item = scenario.items[++next])
      engine.take(item)
    engine.tick(START + at)
    noted.push(...inTestTime(engine.transitions()), ...pendingSought(engine, scenario, at))
    if (!scenario.resets.some(reset => reset.at === at)) continue
    const { meets, transitions } = personResets(engine, scenario, at)
    resets.push({ at, meets })
    noted.push(...inTestTime(transitions))
  }
  return { histories: byFault(noted), resets, broken: brokenRules(engine) }
}

type Noted = readonly [code: string, moment: Moment]

const inTestTime = (transitions: readonly FaultTransition[]): Noted[] =>
  transitions.map(({ code, at, to, severity }) => [
    code,
    { at: at - START, state: to === 'changed' ? 'graded' : to, ...(severity && { severity }) },
  ])

const byFault = (noted: readonly Noted[]): Played['histories'] =>
  new Map(noted.map(([code]) => [code, noted.filter(n => n[0] === code).map(n => n[1])]))

const brokenRules = (engine: Engine): Played['broken'] =>
  new Map(engine.health().flatMap(({ code, lastError }) => (lastError === undefined ? [] : [[code, lastError]])))

const engineFor = ({ equipment }: Scenario, catalogue: Catalogue): Engine =>
  createEngine({
    catalogue,
    equipment: id => (id === equipment.id ? equipment : undefined),
    follow: 'telemetry',
    graceMs: 0,
    listeningSince: START,
    log: silentLog,
  })

function pendingSought(engine: Engine, { expected }: Scenario, at: Millis): Noted[] {
  const sought = [...expected].filter(([, moments]) => moments.some(m => m.state === 'pending' && m.at === at))
  const codes = new Set(engine.pending().map(p => p.code))
  return sought.filter(([code]) => codes.has(code)).map(([code]) => [code, { at, state: 'pending' }])
}

function personResets(engine: Engine, { equipment, fault = '' }: Scenario, at: Millis) {
  const met = engine.reset(equipment.id, fault, START + at)
  if (met === undefined) return { meets: 'nothing' as const, transitions: [] }
  if (met === 'stillActive') return { meets: 'refused' as const, transitions: [] }
  met.apply()
  return { meets: 'accepted' as const, transitions: met.transitions }
}

/** The times at which the story is held, to look or to act. */
function stops({ until, resets, expected }: Scenario): Millis[] {
  const sought = [...expected.values()].flat().filter(m => m.state === 'pending')
  const times = [...resets, ...sought].map(stop => stop.at).filter(at => at < until)
  return [...new Set([...times, until])].sort((a, b) => a - b)
}
