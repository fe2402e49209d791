import { nextNumber } from '#database/changeLog.ts'
import { SYSTEM } from '#domain/people.ts'
import type { Millis } from '#domain/time.ts'
import { addMonths } from '../clocks/addMonths.ts'
import type { Workshop } from '../needs.ts'
import type { OpinionRow } from './opinionRows.ts'

async function openNext(needs: Workshop, last: OpinionRow, from: Millis): Promise<void> {
  await needs.database.write(async trx => {
    const { token_hash: _, ...same } = last
    const id = `op-${await nextNumber(trx, 'opinion')}`
    const span = { from_at: from, until_at: from + last.until_at - last.from_at }
    await trx
      .insertInto('opinion_survey')
      .values({ ...same, ...span, id, follows: last.id, created_at: needs.clock.now(), created_by: SYSTEM.username })
      .onConflict(c => c.column('follows').doNothing())
      .execute()
  })
}

/** Which link was whose is forgotten with the end of its survey (D2). */
async function forgetHouseholds({ database: { db } }: Workshop, now: Millis): Promise<void> {
  await db
    .updateTable('opinion_household')
    .set({ label: null })
    .where('label', 'is not', null)
    .where('survey', 'in', eb => eb.selectFrom('opinion_survey').select('id').where('until_at', '<=', now))
    .execute()
}

/** Opens the rounds whose time has come, each once: a round has one that follows it. */
export async function sweepOpinions(needs: Workshop): Promise<void> {
  const now = needs.clock.now()
  const rows = await needs.database.db
    .selectFrom('opinion_survey as s')
    .selectAll('s')
    .where('s.repeat_months', 'is not', null)
    .where('s.until_at', '<=', now)
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('opinion_survey as n').select('n.id').whereRef('n.follows', '=', 's.id'))),
    )
    .execute()
  for (const row of rows) {
    const from = addMonths(row.from_at, row.repeat_months ?? 12)
    if (from <= now) await openNext(needs, row, from)
  }
  await forgetHouseholds(needs, now)
}
