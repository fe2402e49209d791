import type { DaySamples } from '#domain/completeness.ts'
import { dayAt } from '../clocks/localDay.ts'
import type { Workshop } from '../needs.ts'

const MOST_DAYS = 31

/** The days of a piece of equipment that are counted, newest first. */
export async function samplesOf(needs: Workshop, equipment: string): Promise<DaySamples[]> {
  const rows = await needs.database.db
    .selectFrom('sample_count')
    .select(['day_at', 'expected', 'received', 'counted_at'])
    .where('equipment', '=', equipment)
    .orderBy('day_at', 'desc')
    .limit(MOST_DAYS)
    .execute()
  const zone = needs.timezone(needs.equipment(equipment)?.site ?? '')
  return rows.map(({ day_at, counted_at: countedAt, ...count }) => ({ day: dayAt(zone, day_at), ...count, countedAt }))
}
