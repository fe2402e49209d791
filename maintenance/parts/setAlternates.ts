import { logChanges } from '#database/changeLog.ts'
import { CodedError } from '#domain/errors.ts'
import type { Actor } from '#domain/people.ts'
import type { Workshop } from '../needs.ts'
import { lockPart } from './ledger.ts'
import { changeTerms } from './partVersions.ts'

/** Says anew which parts may stand in, the best first. @throws CodedError UNKNOWN_PART, STALE_VERSION, BAD_REQUEST for the part itself */
export async function setAlternates(
  { database, clock, log }: Workshop,
  partNo: string,
  { alternates, version }: { alternates: readonly string[]; version?: number | undefined },
  actor: Actor,
): Promise<string[]> {
  if (alternates.includes(partNo))
    throw new CodedError('BAD_REQUEST', { alternates: 'a part is not its own alternate' })
  await database.write(async trx => {
    for (const known of [partNo, ...alternates].toSorted()) await lockPart(trx, known)
    const at = clock.now()
    await changeTerms(trx, partNo, version, { at, by: actor.username }, async () => {
      await trx.deleteFrom('part_alternate').where('part_no', '=', partNo).execute()
      const rows = alternates.map((alternate, rank) => ({ part_no: partNo, alternate, rank }))
      if (rows.length > 0) await trx.insertInto('part_alternate').values(rows).execute()
    })
    await logChanges(trx, 'parts', [partNo], at)
  })
  log.info({ by: actor.username, partNo, alternates }, 'alternates changed')
  return [...alternates]
}
