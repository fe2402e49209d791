import type { Workshop } from '../needs.ts'
import { recordResolved } from './recordResolved.ts'

/**
 * A person says that a fault is over. The rules check it against the telemetry; a fault that no rule watches any more
 * ends on the person's word, because nothing else could end it.
 */
export async function resetByPerson(
  needs: Workshop,
  fault: { id: string; equipment: string; code: string },
): Promise<'resolved' | 'stillActive'> {
  const answer = await needs.resetFault(fault.equipment, fault.code)
  if (answer !== 'unknown') return answer
  const now = needs.clock.now()
  await needs.database.write(trx => recordResolved(trx, needs, { id: fault.id, at: now }, now))
  return 'resolved'
}
