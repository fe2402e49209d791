import type { Millis } from '#domain/time.ts'
import type { Workshop } from '../needs.ts'
import { recountPromises } from './complaintClocks.ts'
import { addToComplaint, lockComplaint } from './complaintRows.ts'

/** A table of working days arrived: what is promised in working days to who complained is counted again. @returns how many changed */
export async function recountComplaints(
  needs: Workshop,
  { at, by, why }: { at: Millis; by: string; why: string },
): Promise<number> {
  const { db, write } = needs.database
  const running = await db
    .selectFrom('complaint_clock')
    .select('complaint')
    .distinct()
    .where('stopped_at', 'is', null)
    .where('breached_at', 'is', null)
    .where('span', 'like', '%workingDays%')
    .orderBy('complaint')
    .execute()
  let changed = 0
  for (const { complaint: id } of running)
    changed += await write(async trx => {
      const complaint = await lockComplaint(trx, id)
      const moved = complaint ? await recountPromises(trx, needs, complaint) : 0
      if (moved > 0) await addToComplaint(trx, id, [{ at, by, event: 'recalculated', detail: { why } }])
      return moved
    })
  return changed
}
