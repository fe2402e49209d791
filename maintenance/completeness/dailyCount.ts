import { setTimeout as rest } from 'node:timers/promises'
import type { SampleCount } from '#domain/completeness.ts'
import type { Equipment } from '#domain/equipment.ts'
import type { Millis } from '#domain/time.ts'
import { batches } from '../batches.ts'
import { type BesideTheWork, besideTheWork } from '../besideTheWork.ts'
import { addDays, dayAt, momentOf } from '../clocks/localDay.ts'
import type { Workshop } from '../needs.ts'
import { addUpDay } from './addUpDay.ts'
import { type CountedStore, countDay } from './countDay.ts'
import type { Span } from './countSamples.ts'
import { servedTime } from './servedTime.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
/** So many days that have ended are counted where they are missing. */
const LOOK_BACK_DAYS = 7
/** A day is counted so long after its end, and once more when gateways had a day to send what they kept. */
const FIRST_MS = HOUR
const SETTLED_MS = 25 * HOUR
const EVERY_MS = 10 * MINUTE
/** So many pieces are written in one transaction. */
const PIECES = 20

type Served = Awaited<ReturnType<typeof servedTime>>

/** One day of one site. */
interface Work {
  needs: Workshop
  store: CountedStore
  site: string
  day: Span
}

/** The last days of a site that have ended, newest first. */
function endedDays(zone: string, now: Millis): Span[] {
  const start = (back: number) => momentOf(zone, addDays(dayAt(zone, now), -back), '00:00')
  return Array.from({ length: LOOK_BACK_DAYS }, (_, i) => ({ from: start(i + 1), to: start(i) }))
}

const isDue = ({ to }: Span, countedAt: Millis | undefined, now: Millis): boolean =>
  now >= to + SETTLED_MS ? (countedAt ?? 0) < to + SETTLED_MS : now >= to + FIRST_MS && countedAt === undefined

/** When each piece was last counted for a day. */
async function countedOf({ database: { db } }: Workshop, day: Span): Promise<Map<string, Millis>> {
  const rows = await db
    .selectFrom('sample_count')
    .select(['equipment', 'counted_at'])
    .where('day_at', '=', day.from)
    .execute()
  return new Map(rows.map(({ equipment, counted_at }) => [equipment, counted_at]))
}

/**
 * Counts some pieces of a site and writes it in one transaction; that of the last also writes what reports add up of the
 * site's day, so that after a stop before it the day is still due.
 */
async function countSome(
  { needs, store, site, day }: Work,
  { pieces, served, last }: { pieces: readonly Equipment[]; served: Served; last: boolean },
) {
  const counts: [equipment: string, SampleCount][] = []
  for (const piece of pieces) counts.push([piece.id, await countDay(needs, store, piece, day, served(piece))])
  const counted_at = needs.clock.now()
  await needs.database.write(async trx => {
    for (const [equipment, count] of counts)
      await trx
        .insertInto('sample_count')
        .values({ equipment, day_at: day.from, ...count, counted_at })
        .onConflict(conflict => conflict.columns(['equipment', 'day_at']).doUpdateSet({ ...count, counted_at }))
        .execute()
    if (last) await addUpDay(trx, site, day.from)
  })
}

async function countDayOf(work: Work, due: readonly Equipment[], signal: AbortSignal): Promise<void> {
  const served = await servedTime(work.needs, work.day)
  let left = due.length
  for (const pieces of batches(due, PIECES)) {
    if (signal.aborted) return
    const began = performance.now()
    left -= pieces.length
    await countSome(work, { pieces, served, last: left === 0 })
    // Half of the store's time is for who asks it.
    await rest(performance.now() - began, undefined, { signal }).catch(() => undefined)
  }
}

async function countDue(needs: Workshop, store: CountedStore, signal: AbortSignal): Promise<void> {
  const now = needs.clock.now()
  const bySite = Map.groupBy(needs.listEquipment(), piece => piece.site)
  // Sites of one zone share their days, and what is counted here is of one site alone.
  const known = new Map<Millis, Map<string, Millis>>()
  for (const [site, pieces] of bySite)
    for (const day of endedDays(needs.timezone(site), now)) {
      const counted = known.get(day.from) ?? (await countedOf(needs, day))
      known.set(day.from, counted)
      const due = pieces.filter(({ id, createdAt }) => createdAt < day.to && isDue(day, counted.get(id), now))
      if (due.length > 0) await countDayOf({ needs, store, site, day }, due, signal)
    }
}

/** Counts the samples of each day that has ended, beside the work. */
export const startCounting = (needs: Workshop): BesideTheWork =>
  besideTheWork(needs, {
    work: async signal => {
      if (needs.telemetry) await countDue(needs, needs.telemetry, signal)
    },
    everyMs: EVERY_MS,
    failed: 'the samples of ended days could not be counted yet',
  })
