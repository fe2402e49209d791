import type { BacktestFiring } from '#domain/backtest.ts'
import type { FaultTransition } from '#domain/faults.ts'

/** Firings kept in all; a rule's share of it is never less than a thousand. What comes after is counted. */
const MOST_KEPT = 100_000
const LEAST_KEPT = 1_000

/** What one rule has found so far. */
export interface RuleFindings {
  /** All of them. */
  count: number
  /** Not more than its share. */
  firings: BacktestFiring[]
  /** By equipment: the one that has not cleared. */
  open: Map<string, BacktestFiring | undefined>
}

/** Collects what rules find. */
export interface Findings {
  of(code: string): RuleFindings
  note(transitions: readonly FaultTransition[]): void
  count(): number
}

export function createFindings(codes: readonly string[]): Findings {
  const share = Math.max(LEAST_KEPT, Math.floor(MOST_KEPT / Math.max(1, codes.length)))
  const byCode = new Map(codes.map((code): [string, RuleFindings] => [code, emptyFindings()]))
  return {
    of: code => byCode.get(code) ?? emptyFindings(),
    note: transitions => {
      for (const transition of transitions) {
        const found = byCode.get(transition.code)
        if (found && transition.to === 'firing') fire(found, transition, share)
        if (found && transition.to === 'resolved') clear(found, transition)
      }
    },
    count: () => [...byCode.values()].reduce((sum, found) => sum + found.count, 0),
  }
}

const emptyFindings = (): RuleFindings => ({ count: 0, firings: [], open: new Map() })

function fire(found: RuleFindings, { equipment, at, evidence }: FaultTransition, share: number): void {
  if (found.open.has(equipment)) return
  const firing: BacktestFiring = { equipment, firedAt: at, evidence, tickets: [] }
  const kept = found.firings.length < share
  if (kept) found.firings.push(firing)
  found.open.set(equipment, kept ? firing : undefined)
  found.count++
}

function clear({ open }: RuleFindings, { equipment, at }: FaultTransition): void {
  const firing = open.get(equipment)
  if (firing) firing.clearedAt = at
  open.delete(equipment)
}
