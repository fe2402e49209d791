import type { Equipment } from '#domain/equipment.ts'
import type { Workshop } from '../needs.ts'
import { covers } from '../windows/scope.ts'
import type { Span } from './countSamples.ts'

/** What is left of spans without a stretch. */
const without = (spans: readonly Span[], { from, to }: Span): Span[] =>
  spans
    .flatMap(span => [
      { from: span.from, to: Math.min(span.to, from) },
      { from: Math.max(span.from, to), to: span.to },
    ])
    .filter(span => span.from < span.to)

async function outOfService({ database: { db } }: Workshop, day: Span) {
  return await db
    .selectFrom('out_of_service')
    .select(['equipment', 'since as from', 'ended_at', 'until_at'])
    .where('code', 'is', null)
    .where('since', '<', day.to)
    .where(eb => eb.or([eb('ended_at', 'is', null), eb('ended_at', '>', day.from)]))
    .execute()
}

async function windows({ database: { db } }: Workshop, day: Span) {
  return await db
    .selectFrom('maintenance_window')
    .select(['site', 'equipment', 'classes', 'starts_at', 'ends_at', 'ended_at'])
    .where('starts_at', '<', day.to)
    .where('ends_at', '>', day.from)
    .execute()
}

/**
 * When samples of equipment are to come in a day: since it was entered, but not while it was taken out of service or
 * stood in a maintenance window, when it may be switched off.
 * @returns a function of the equipment, as what is asked of the database is the same for all of a day
 */
export async function servedTime(needs: Workshop, day: Span): Promise<(piece: Equipment) => Span[]> {
  const [away, planned] = [await outOfService(needs, day), await windows(needs, day)]
  return piece =>
    [
      ...away
        .filter(({ equipment }) => equipment === piece.id)
        .map(({ from, ended_at, until_at }) => ({ from, to: ended_at ?? until_at ?? day.to })),
      ...planned
        .filter(window => window.site === piece.site && covers(window, piece))
        .map(({ starts_at: from, ends_at, ended_at }) => ({ from, to: Math.min(ends_at, ended_at ?? ends_at) })),
    ].reduce(
      without,
      [{ from: Math.max(day.from, piece.createdAt), to: day.to }].filter(span => span.from < span.to),
    )
}
