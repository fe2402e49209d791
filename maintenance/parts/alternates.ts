import { logChanges } from '#database/changeLog.ts'
import { CodedError } from '#domain/errors.ts'
import type { Actor } from '#domain/people.ts'
import type { Workshop } from '../needs.ts'
import type { Trx } from '../tickets/lockTicket.ts'
import { lockPart } from './ledger.ts'

type Reader = Pick<Trx, 'selectFrom'>

/** The parts that may stand in for one, the best first; a stand-in is used in the same quantity. */
export async function alternatesOf(db: Reader, partNo: string): Promise<string[]> {
  const rows = await db
    .selectFrom('part_alternate')
    .select('alternate')
    .where('part_no', '=', partNo)
    .orderBy('rank')
    .execute()
  return rows.map(row => row.alternate)
}

/** Says anew which parts may stand in, the best first. @throws CodedError UNKNOWN_PART, BAD_REQUEST for the part itself */
export async function setAlternates(
  { database, clock, log }: Workshop,
  partNo: string,
  alternates: readonly string[],
  actor: Actor,
): Promise<string[]> {
  if (alternates.includes(partNo))
    throw new CodedError('BAD_REQUEST', { alternates: 'a part is not its own alternate' })
  await database.write(async trx => {
    for (const known of [partNo, ...alternates].toSorted()) await lockPart(trx, known)
    await trx.deleteFrom('part_alternate').where('part_no', '=', partNo).execute()
    const rows = alternates.map((alternate, rank) => ({ part_no: partNo, alternate, rank }))
    if (rows.length > 0) await trx.insertInto('part_alternate').values(rows).execute()
    await logChanges(trx, 'parts', [partNo], clock.now())
  })
  log.info({ by: actor.username, partNo, alternates }, 'alternates changed')
  return [...alternates]
}
