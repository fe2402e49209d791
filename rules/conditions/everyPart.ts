import type { Condition } from '#domain/condition.ts'

function partsOf(condition: Condition): Condition[] {
  switch (condition.type) {
    case 'all':
    case 'any':
      return condition.of
    case 'count':
    case 'nOfM':
      return [condition.of]
    case 'sequence':
      return [condition.first, condition.then]
    case 'rate':
    case 'stuck':
      return condition.when ? [condition.when] : []
    default:
      return []
  }
}

/** The condition itself and every condition inside it, each before its own parts. */
export const everyPart = (condition: Condition): Condition[] => [condition, ...partsOf(condition).flatMap(everyPart)]
