import type { FaultTransition } from '#domain/faults.ts'
import type { Workshop } from '../needs.ts'

/** Keeps what a rule in shadow mode found, apart from the faults; telling it again changes nothing. */
export async function recordShadow({ database, equipment }: Workshop, transition: FaultTransition): Promise<void> {
  const { id, to, at, site, class: kind, code, evidence } = transition
  if (!equipment(transition.equipment)) return
  await database.write(async trx => {
    if (to === 'firing')
      await trx
        .insertInto('shadow_fault')
        .values({
          ...{ id, equipment: transition.equipment, site, class: kind, code, fired_at: at, resolved_at: null },
          evidence: JSON.stringify(evidence),
        })
        .onConflict(c => c.doNothing())
        .execute()
    if (to === 'resolved') await trx.updateTable('shadow_fault').set({ resolved_at: at }).where('id', '=', id).execute()
  })
}
