import { logChanges } from '#database/changeLog.ts'
import type { Equipment } from '#domain/equipment.ts'
import type { Actor } from '#domain/people.ts'
import type { Millis } from '#domain/time.ts'
import type { Workshop } from '../needs.ts'
import { reserveAgain } from '../parts/reserveAgain.ts'
import { proposeTechnician } from '../people/proposeTechnician.ts'
import { changeTicket } from '../tickets/changeTicket.ts'
import { findRepeat } from '../tickets/findRepeat.ts'
import { linkRepeat } from '../tickets/linkRepeat.ts'
import type { TicketRow, Trx } from '../tickets/lockTicket.ts'
import { firingFault } from '../tickets/openAbout.ts'
import { findRule } from '../tickets/priority.ts'
import { triage } from '../tickets/triage.ts'
import { usualSkill } from '../tickets/usualSkill.ts'

interface Subject {
  piece: Equipment
  faultCode: string | undefined
}

/** What the equipment tells of a held ticket: its fault, whether that came back, who is to come. */
async function knownOf(trx: Trx, needs: Workshop, ticket: TicketRow, { piece, faultCode }: Subject, at: Millis) {
  const { catalogue, policies } = needs
  const { policy } = policies.get(ticket.policy)
  const firing = await firingFault(trx, piece.id, faultCode)
  const rule = faultCode === undefined ? undefined : findRule(catalogue, piece.class, faultCode)?.rule
  const skill = rule?.skill ?? usualSkill(catalogue.classes.get(piece.class)) ?? ticket.skill
  const sent = ticket.technician !== null && ticket.technician_proposed === 0
  const proposed = sent
    ? undefined
    : await proposeTechnician(trx, needs, { skill: skill ?? undefined, equipment: piece, at })
  return {
    equipment: piece.id,
    place: null,
    fault_code: faultCode ?? null,
    fault: firing?.id ?? null,
    failed_at: Math.min(firing?.fired_at ?? ticket.failed_at, ticket.failed_at),
    repeat_of: (await findRepeat(trx, policy, { equipment: piece.id, faultCode, at: ticket.opened_at })) ?? null,
    skill,
    ...(proposed !== undefined && { technician: proposed, technician_proposed: 1 }),
  }
}

/** A held ticket about a place goes on as one about a piece of equipment: priority, promises and parts are then its. */
export async function settleAt(
  trx: Trx,
  needs: Workshop,
  ticket: TicketRow,
  subject: Subject,
  { username: by }: Actor,
): Promise<void> {
  const at = needs.clock.now()
  const { piece, faultCode } = subject
  const known = await knownOf(trx, needs, ticket, subject, at)
  const located = { ...ticket, ...known }
  const seen = { to: ticket.status, triage: { severity: ticket.severity }, reason: piece.id }
  const change = { ...known, ...(await triage(trx, needs, located, seen, { at, by })) }
  const { id } = ticket
  await trx.updateTable('report').set({ equipment: piece.id }).where('ticket', '=', id).execute()
  if (known.fault !== null) await trx.updateTable('fault').set({ ticket: id }).where('id', '=', known.fault).execute()
  const detail = { equipment: piece.id, ...(ticket.place !== null && { place: ticket.place }) }
  await changeTicket(trx, needs, ticket, { at, by, event: 'located', detail }, change)
  const { parts, tickets } = await reserveAgain(trx, needs, { ...located, ...change }, at)
  await logChanges(trx, 'parts', parts, at)
  await logChanges(trx, 'tickets', tickets, at)
  if (faultCode !== undefined) await linkRepeat(trx, needs, id, { equipment: piece, faultCode, at })
}
