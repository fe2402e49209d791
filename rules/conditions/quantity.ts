import { COMPARISONS, type Comparison, type Quantity } from '#domain/condition.ts'
import type { Context } from './context.ts'

/** The number that a quantity stands for. @throws Error when the equipment's parameter is not a number */
export function quantity(of: Quantity, context: Pick<Context, 'param'>): number {
  if (typeof of === 'number') return of
  const value = context.param(of.param)
  if (typeof value !== 'number') throw new Error(`parameter ${of.param} is not a number`)
  return value * (of.mult ?? 1) + (of.add ?? 0)
}

/** A duration given in seconds, in milliseconds. */
export const durationMs = (of: Quantity | undefined, context: Pick<Context, 'param'>): number =>
  of === undefined || of === 0 ? 0 : quantity(of, context) * 1000

export function compare(a: number, op: Comparison, b: number): boolean {
  switch (op) {
    case '>':
      return a > b
    case '>=':
      return a >= b
    case '<':
      return a < b
    case '<=':
      return a <= b
    case '==':
      return a === b
    case '!=':
      return a !== b
  }
}

/** @throws Error when a rule names a comparison that does not exist */
export function asComparison(op: string): Comparison {
  const known = COMPARISONS.find(c => c === op)
  if (!known) throw new Error(`unknown comparison ${op}`)
  return known
}
