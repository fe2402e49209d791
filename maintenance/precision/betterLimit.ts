import type { AlarmPolicy } from '#domain/alarmPolicy.ts'
import type { ClassEntry } from '#domain/catalogue.ts'
import type { Condition } from '#domain/condition.ts'
import type { FaultRule } from '#domain/equipmentClass.ts'
import { explainBetter, explainNoBetter } from '#domain/explain/explainBetter.ts'
import { isUpper, type Limit, limitsOf } from '#domain/limits.ts'
import type { BetterLimit, NoBetter, RulePrecision } from '#domain/ruleRecord.ts'
import { durationLevels, type JudgedTicket, limitLevels, strictness, wouldOpen } from './levels.ts'
import { roundBetween } from './roundBetween.ts'
import { type Cut, type Level, separate } from './separate.ts'
import { wilson } from './wilson.ts'

type Numbers = NonNullable<AlarmPolicy['precision']>

/** Something of a rule that could be made stricter, and what the tickets say of it. */
interface Candidate {
  levels: Level[]
  make(cut: Cut): Pick<BetterLimit, 'what' | 'paths' | 'metrics' | 'now' | 'better' | 'per' | 'condition'> & {
    leaves: { before: Condition; after: Condition }
  }
}

/** A number above the cut's lower level and below its higher one; a little above where nothing lies higher. */
const within = ({ low, high }: Cut): number =>
  roundBetween(low, high < Infinity ? high : low + (Math.abs(low) || 1) / 10)

/** The condition with another value at some places of it. */
function replaced(condition: Condition, paths: readonly string[], value: unknown): Condition {
  const made = structuredClone(condition)
  for (const path of paths) {
    const keys = path.split('/').slice(1)
    let at = made as unknown as Record<string, unknown>
    for (const key of keys.slice(0, -1)) at = at[key] as Record<string, unknown>
    at[keys.at(-1) ?? ''] = value
  }
  return made
}

function limitCandidate(condition: Condition, limit: Limit, tickets: readonly JudgedTicket[]): Candidate {
  const { of, paths, metrics } = limit
  const sign = isUpper(of) ? 1 : -1
  return {
    levels: limitLevels(limit, tickets),
    make: cut => {
      const better = sign * within(cut)
      const value = typeof of.value === 'number' ? better : { ...of.value, mult: better }
      return {
        what: 'limit',
        paths: paths.map(path => `/condition${path}`),
        metrics: [...metrics],
        now: sign * strictness(limit),
        better,
        ...(typeof of.value === 'object' && { per: of.value.param }),
        condition: replaced(condition, paths, value),
        leaves: { before: of, after: { ...of, value } },
      }
    },
  }
}

const WAITING: readonly Condition['type'][] = ['threshold', 'state', 'all', 'any', 'external', 'spread']

function durationCandidate(condition: Condition, tickets: readonly JudgedTicket[]): Candidate[] {
  const now = 'forS' in condition ? (condition.forS ?? 0) : 0
  if (!WAITING.includes(condition.type) || typeof now !== 'number') return []
  const make: Candidate['make'] = cut => {
    const better = within(cut)
    const after = replaced(condition, ['/forS'], better)
    const leaves = { before: condition, after }
    return { what: 'duration', paths: ['/condition/forS'], now, better, condition: after, leaves }
  }
  return [{ levels: durationLevels(now, tickets), make }]
}

const enough = (levels: readonly Level[], { minVerdicts, minEach }: Numbers): boolean => {
  const genuine = levels.filter(one => one.genuine).length
  return levels.length >= minVerdicts && genuine >= minEach && levels.length - genuine >= minEach
}

function best(candidates: readonly Candidate[], keepAll: boolean, { minYouden }: Numbers) {
  const cuts = candidates.flatMap(candidate => {
    const cut = separate(candidate.levels, { keepAll })
    return cut && cut.youden >= minYouden ? [{ candidate, cut }] : []
  })
  return cuts.reduce<(typeof cuts)[number] | undefined>(
    (most, one) => (most && most.cut.youden >= one.cut.youden ? most : one),
    undefined,
  )
}

/**
 * The limit or duration of a rule that would have told its genuine tickets from its false ones best, by how far each
 * fault went. What the rule does not find now is not known, so that it can only become stricter. Where life is in danger
 * nothing is told that would have missed a genuine fault, or told it later.
 */
export function betterLimit(
  entry: ClassEntry,
  { condition, lifeSafety, lifeSafetyWhen }: FaultRule,
  tickets: readonly JudgedTicket[],
  numbers: Numbers,
): Pick<RulePrecision, 'better' | 'noBetter'> {
  const grave = lifeSafety || lifeSafetyWhen !== undefined
  const found = limitsOf(condition)
  const still = tickets.filter(ticket => wouldOpen(found, ticket))
  const limits = found.map(limit => limitCandidate(condition, limit, still))
  const durations = durationCandidate(condition, still)
  const none = (why: NoBetter) => ({ noBetter: explainNoBetter(why, numbers) })
  const all = [...limits, ...durations]
  if (all.length === 0) return none('noLimit')
  const known = all.filter(({ levels }) => enough(levels, numbers))
  if (known.length === 0) return none('tooFew')
  const winner = best(grave ? known.filter(one => limits.includes(one)) : known, grave, numbers)
  if (!winner) return none(grave && best(known, false, numbers) ? 'lifeSafety' : 'notApart')
  return { better: told(entry, winner.candidate, winner.cut) }
}

function told(entry: ClassEntry, { levels, make }: Candidate, cut: Cut): BetterLimit {
  const { leaves, ...made } = make(cut)
  const { kept, spared, youden } = cut
  const genuine = levels.filter(one => one.genuine).length
  const wrong = levels.length - genuine
  const nothing = { value: 0, low: 0, high: 1 }
  const before = wilson(genuine, genuine + wrong) ?? nothing
  const precision = wilson(kept, kept + wrong - spared) ?? nothing
  const better = { ...made, kept, spared, youden, precision }
  return { ...better, explanation: explainBetter(entry, better, leaves, { genuine, wrong, before }) }
}
