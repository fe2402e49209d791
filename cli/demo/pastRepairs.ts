import type { Catalogue } from '#domain/catalogue.ts'
import type { FaultRule } from '#domain/equipmentClass.ts'
import type { Repair } from '#domain/ticketActs.ts'
import type { TicketStatus } from '#domain/tickets.ts'
import type { Millis } from '#domain/time.ts'
import { createRandom, type Random, seedFor } from '#simulators'
import type { DemoEquipment } from './estate.ts'
import { type PastMove, withAnswers } from './pastAnswers.ts'
import { weighted } from './weighted.ts'

/** One repair of the past year, from the failure to the closed ticket. */
export interface PastRepair {
  equipment: DemoEquipment
  rule: FaultRule
  failedAt: Millis
  /** The moves of its ticket after it was opened, in order. */
  moves: PastMove[]
  restoredAt: Millis
  closedAt: Millis
  technician?: string
  repair: Repair
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE
export const YEAR_MS = 365 * 24 * HOUR

/** Failures a year of one piece of equipment. */
const FAILURES: Readonly<Record<string, number>> = {
  elevator: 8,
  'fire-pump': 1.5,
  'hydrant-point': 2,
  'sprinkler-zone': 1.2,
  'feeder-circuit': 1.5,
  'residual-current-monitor': 2,
  transformer: 1,
}
/** What fails more often than the rest of its class. */
const FREQUENT: Readonly<Record<string, number>> = {
  'ELV-DOOR-FAIL': 10,
  'ELV-LEVEL': 4,
  'ELV-OFFLINE': 4,
  'ELV-SAFETY-OPEN': 3,
  'HYD-TAMPER': 3,
  'FDC-TRIP': 3,
  'RCM-ALARM': 4,
}
const CAUSES: readonly (Pick<Repair, 'cause' | 'action' | 'mechanism' | 'outcome'> & { weight: number })[] = [
  { cause: 'wear-out', action: 'replace', mechanism: 'wear', weight: 34 },
  { cause: 'user-misuse', action: 'reset', mechanism: 'impact', weight: 18 },
  { cause: 'maintenance', action: 'adjust', mechanism: 'misalignment', weight: 13 },
  { cause: 'environment', action: 'clean-lubricate', mechanism: 'contamination', weight: 11 },
  { cause: 'external-power', action: 'reset', weight: 8 },
  { cause: 'part-quality', action: 'replace', mechanism: 'electrical-open', weight: 7 },
  { cause: 'installation', action: 'tighten', mechanism: 'looseness', weight: 5 },
  { cause: 'no-fault-found', action: 'none', weight: 4 },
  { cause: 'false-alarm', action: 'adjust', outcome: 'sensor', weight: 4 },
  { cause: 'unknown', action: 'reset', weight: 2 },
]
const LEAST = { cause: 'unknown', action: 'none', weight: 0 }

function chooseRepair(rule: FaultRule, random: Random): Repair {
  const { weight: _, ...found } = weighted(CAUSES, cause => cause.weight, random) ?? LEAST
  const labourMinutes = Math.max(10, Math.round(rule.estRepairMin * random.logNormal(0.3)))
  return { ...found, labourMinutes }
}

/** The moves of one ticket; a part that had to be ordered makes it wait for days. */
function movesOf(rule: FaultRule, failedAt: Millis, labourMinutes: number, random: Random): PastRepair['moves'] {
  const urgent = rule.severity === 'major'
  const slow = urgent ? 1 : 6
  const moves: PastRepair['moves'] = []
  let at = failedAt
  const move = (to: TicketStatus, minutes: number) => {
    at += Math.max(1, minutes) * MINUTE
    moves.push({ to, at: Math.round(at) })
  }
  move('acknowledged', random.between(1, 9) * slow)
  move('dispatched', random.between(1, 6) * slow)
  move('accepted', random.between(1, 8))
  move('enRoute', random.between(1, 15) * slow)
  move('onSite', random.between(8, 35))
  if (rule.parts.length > 0 && random.chance(0.12)) {
    move('waitingPart', random.between(20, 60))
    move('onSite', random.between(20, 70) * 60)
  }
  move('repaired', labourMinutes)
  move('verified', random.between(5, 90))
  move('handedOver', random.between(5, 60))
  move('followedUp', random.between(60, 1200))
  move('closed', random.between(1, 60))
  return moves
}

function pastRepair(equipment: DemoEquipment, rule: FaultRule, failedAt: Millis, random: Random): PastRepair {
  const repair = chooseRepair(rule, random)
  const moves = movesOf(rule, failedAt, repair.labourMinutes ?? rule.estRepairMin, random)
  const repaired = moves.find(m => m.to === 'repaired')?.at ?? failedAt
  const closedAt = moves.at(-1)?.at ?? repaired
  // The telemetry is normal again while the technician still writes the report.
  return { equipment, rule, failedAt, moves, restoredAt: repaired - 2 * MINUTE, closedAt, repair }
}

function repairsOf(equipment: DemoEquipment, catalogue: Catalogue, now: Millis, seed: number): PastRepair[] {
  const random = createRandom(seedFor(seed, equipment.id))
  const said = createRandom(seedFor(seed, `${equipment.id}/customers`))
  const entry = catalogue.classes.get(equipment.class)
  const param = (name: string) => equipment.params[name] ?? entry?.params.find(p => p.name === name)?.default
  const rules = (entry?.faults ?? []).filter(
    f => f.ticket.autoOpen && (!f.appliesWhen || param(f.appliesWhen.param) === f.appliesWhen.equals),
  )
  const mean = FAILURES[equipment.class] ?? 1
  const count = Math.max(0, Math.round(random.normal(mean, Math.sqrt(mean) / 2)))
  return Array.from({ length: count }, () => {
    const rule = weighted(rules, r => FREQUENT[r.code] ?? 1, random)
    if (!rule) return undefined
    const past = pastRepair(equipment, rule, Math.round(now - random.between(0, 1) * YEAR_MS), random)
    return { ...past, moves: withAnswers(past.moves, said) }
  }).filter(r => r !== undefined)
}

/** A year of closed repairs before `now`, oldest first; the same seed tells the same year. */
export function pastRepairs(
  equipment: readonly DemoEquipment[],
  catalogue: Catalogue,
  now: Millis,
  technicianFor: (skill: string, site: string) => string | undefined,
  seed = 2026,
): PastRepair[] {
  return equipment
    .flatMap(one => repairsOf(one, catalogue, now, seed))
    .filter(r => r.closedAt < now)
    .map(r => {
      const technician = technicianFor(r.rule.skill, r.equipment.site)
      return technician === undefined ? r : { ...r, technician }
    })
    .sort((a, b) => a.failedAt - b.failedAt)
}
