import { CodedError } from '#domain/errors.ts'
import type { ReorderSuggestion, StockProjection } from '#domain/stockProjection.ts'
import type { Workshop } from '../../needs.ts'
import { projectStock } from './projectStock.ts'
import { readOutlooks } from './readOutlooks.ts'

const DAY = 86_400_000
/** A suggestion is explained by at most so many lines; the part's own projection has them all. */
const LINES = 20

function toSuggestion(projection: StockProjection): ReorderSuggestion[] {
  const { belowAt, orderAt, quantity, from, leadTimeDays, changes } = projection
  if (belowAt === undefined || orderAt === undefined || quantity === undefined) return []
  const counted = Math.max(belowAt, from + leadTimeDays * DAY)
  const bring = changes.filter(({ at, quantity: n }) => at <= (n > 0 ? counted : belowAt))
  return [
    {
      ...{ ...projection, belowAt, orderAt, quantity },
      changes: bring.slice(0, LINES),
      moreChanges: Math.max(0, bring.length - LINES),
    },
  ]
}

/** What has to be ordered within the days that the service levels name, the soonest first. */
export async function reorderSuggestions(needs: Workshop): Promise<ReorderSuggestion[]> {
  const now = needs.clock.now()
  const { aheadDays } = needs.policies.at(now).policy.parts
  return (await readOutlooks(needs, now))
    .flatMap(outlook => toSuggestion(projectStock(outlook)))
    .filter(({ orderAt }) => orderAt <= now + aheadDays * DAY)
    .sort((a, b) => a.orderAt - b.orderAt || (a.partNo < b.partNo ? -1 : 1))
}

/** What will be available of one part. @throws CodedError UNKNOWN_PART */
export async function projectionOf(needs: Workshop, partNo: string): Promise<StockProjection> {
  const [outlook] = await readOutlooks(needs, needs.clock.now(), partNo)
  if (!outlook) throw new CodedError('UNKNOWN_PART', { partNo })
  return projectStock(outlook)
}
