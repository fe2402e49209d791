import type { Equipment } from '#domain/equipment.ts'
import { CodedError } from '#domain/errors.ts'
import { type Actor, seesSite } from '#domain/people.ts'
import type { NewTicket } from '#domain/ticketCommands.ts'
import type { TicketKind } from '#domain/tickets.ts'
import { checkNamed } from '../dispatch/checkPeople.ts'
import type { Workshop } from '../needs.ts'
import { checkQuantity } from '../parts/ledger.ts'
import { mergeNeeds, type PartNeed } from '../parts/reservations.ts'
import { isOpen, lockVisible, type Trx } from './lockTicket.ts'
import { openAbout } from './openAbout.ts'
import type { TicketPlan } from './openTicket.ts'
import { endangersLife, findRule, type KnownFault } from './priority.ts'
import { usualSkill } from './usualSkill.ts'

function knownFault(needs: Workshop, equipment: Equipment, code: string | undefined): KnownFault | undefined {
  if (code === undefined) return undefined
  const known = findRule(needs.catalogue, equipment.class, code)
  if (!known) throw new CodedError('BAD_REQUEST', { faultCode: `${equipment.class} has no fault ${code}` })
  return known
}

async function refuseUnknown(trx: Trx, parts: readonly PartNeed[], technician: string | undefined): Promise<void> {
  for (const { partNo, quantity } of parts) {
    const part = await trx
      .selectFrom('part')
      .select(['part_no', 'unit'])
      .where('part_no', '=', partNo)
      .executeTakeFirst()
    if (!part) throw new CodedError('UNKNOWN_PART', { partNo })
    checkQuantity(part, quantity)
  }
  if (technician === undefined) return
  const person = await trx.selectFrom('technician').select('active').where('id', '=', technician).executeTakeFirst()
  if (person?.active !== 1) throw new CodedError('UNKNOWN_TECHNICIAN', { technician })
}

async function openedAlready(trx: Trx, equipment: string, code: string | undefined): Promise<string | undefined> {
  const found = await trx
    .selectFrom('ticket')
    .select('id')
    .where('equipment', '=', equipment)
    .where('fault_code', '=', code ?? '')
    .where(isOpen)
    .executeTakeFirst()
  return found?.id
}

/** Questions, requests for training (F7) and tasks about repeats have no fault of their own. */
const FAULTLESS: readonly TicketKind[] = ['question', 'training', 'rootCause']

const isTalk = (kind: NewTicket['kind']): boolean => kind !== undefined && FAULTLESS.includes(kind)

function planOf(
  needs: Workshop,
  equipment: Equipment,
  input: NewTicket,
  known: KnownFault | undefined,
  by: string,
): TicketPlan {
  const now = needs.clock.now()
  const { faultCode, title, technician, note } = input
  const rule = known?.rule
  const { kind = 'repair' } = input
  return {
    equipment,
    origin: 'staff',
    by,
    kind,
    severity: input.severity ?? rule?.severity ?? (isTalk(kind) ? 'advisory' : 'general'),
    lifeSafety: input.lifeSafety ?? (known !== undefined && endangersLife(known, equipment)),
    openedAt: now,
    failedAt: now,
    parts: input.parts && mergeNeeds(input.parts),
    estRepairMin: rule?.estRepairMin,
    skill:
      input.skill ??
      rule?.skill ??
      (isTalk(kind) ? undefined : usualSkill(needs.catalogue.classes.get(equipment.class))),
    faultCode,
    title,
    technician,
    note,
  }
}

/** Opens a ticket that a person reports. @returns its id @throws CodedError see `Tickets.create` */
export async function createTicket(needs: Workshop, input: NewTicket, actor: Actor): Promise<string> {
  const equipment = needs.equipment(input.equipment)
  if (!equipment || !seesSite(actor, equipment.site)) throw new CodedError('NOT_FOUND', { equipment: input.equipment })
  if (input.title === undefined && input.faultCode === undefined)
    throw new CodedError('BAD_REQUEST', { title: 'a title or a fault code is needed' })
  if (isTalk(input.kind) && input.faultCode !== undefined)
    throw new CodedError('BAD_REQUEST', { faultCode: `a ${input.kind} is about no fault` })
  const known = knownFault(needs, equipment, input.faultCode)
  const plan = planOf(needs, equipment, input, known, actor.username)
  return await needs.database.write(async trx => {
    await refuseUnknown(trx, plan.parts ?? [], plan.technician)
    const id = await openAbout(trx, needs, plan)
    if (id === undefined)
      throw new CodedError('ALREADY_EXISTS', { ticket: await openedAlready(trx, equipment.id, plan.faultCode) })
    if (plan.technician !== undefined) await checkNamed(trx, needs, await lockVisible(trx, id, actor), plan.technician)
    return id
  })
}
