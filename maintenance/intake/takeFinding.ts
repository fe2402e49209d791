import { sql } from 'kysely'
import { nextNumber } from '#database/changeLog.ts'
import type { Equipment } from '#domain/equipment.ts'
import { PLACE_CLASS } from '#domain/placeClass.ts'
import type { Workshop } from '../needs.ts'
import { isOpen, lockTicket, type TicketRow, type Trx } from '../tickets/lockTicket.ts'
import { openAbout } from '../tickets/openAbout.ts'
import type { TicketPlan } from '../tickets/openTicket.ts'
import { findRule } from '../tickets/priority.ts'
import { joinTicket } from './joinTicket.ts'
import { toldRow } from './toldRow.ts'
import { planOf, readTold, type Told } from './trouble.ts'

/** The kind of trouble of a finding for which nobody named one. */
const UNNAMED = 'other'

/** What an inspection found not to be as it has to be. */
export interface Finding {
  /** The ticket and the plan of the visit at which it was found. */
  visit: string
  plan: string
  item: string
  title: string
  equipment: Equipment
  words: string | undefined
  /** The kind of trouble, where one was named. */
  trouble: string | undefined
  /** The fault that a failed test on demand is. */
  faultCode: string | undefined
}

function toldOf(needs: Workshop, { equipment, trouble, title, faultCode }: Finding): Told {
  const somewhere = equipment.class === PLACE_CLASS
  const told = readTold(needs, equipment, { trouble: trouble ?? UNNAMED, ...(somewhere && { place: title }) })
  const known = faultCode !== undefined && findRule(needs.catalogue, equipment.class, faultCode) !== undefined
  return { ...told, faultCode: known ? faultCode : told.faultCode }
}

/** The running ticket about the same, held: of the fault, the kind of trouble that was named, or the same item found before. */
async function findSame(trx: Trx, { equipment, trouble, item }: Finding, told: Told): Promise<TicketRow | undefined> {
  const { faultCode, place } = told
  const row = await trx
    .selectFrom('ticket')
    .select('id')
    .where('equipment', '=', equipment.id)
    .where(isOpen)
    .where(eb =>
      eb.or([
        ...(faultCode === undefined ? [] : [eb('fault_code', '=', faultCode)]),
        ...(trouble === undefined
          ? []
          : [eb.and([eb('trouble', '=', trouble), eb(sql`coalesce(place, '')`, '=', place ?? '')])]),
        eb('id', 'in', b =>
          b
            .selectFrom('plan_answer')
            .select('plan_answer.ticket')
            .where('plan_answer.equipment', '=', equipment.id)
            .where('plan_answer.item', '=', item)
            .where('plan_answer.ticket', 'is not', null)
            .$castTo<{ ticket: string }>(),
        ),
      ]),
    )
    .orderBy('opened_at')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  return row && (await lockTicket(trx, row.id))
}

function ticketPlan(needs: Workshop, finding: Finding, told: Told, by: string, at: number): TicketPlan {
  const { equipment, trouble, title, visit, plan, item, words } = finding
  const rule = told.faultCode === undefined ? undefined : findRule(needs.catalogue, equipment.class, told.faultCode)
  const unnamed = trouble === undefined && !told.danger
  return {
    ...planOf(needs, told, by, at),
    origin: 'plan',
    title,
    trouble,
    ...(unnamed && { severity: rule?.rule.severity ?? 'general', lifeSafety: rule?.rule.lifeSafety ?? false }),
    found: { visit, plan, item },
    note: words,
  }
}

/**
 * Takes down what an inspection found (channel `patrol`): it joins the running ticket about the same, otherwise one is opened.
 * @returns the ticket that follows
 * @throws CodedError UNKNOWN_TROUBLE
 */
export async function takeFinding(trx: Trx, needs: Workshop, finding: Finding, by: string): Promise<string> {
  const at = needs.clock.now()
  const told = toldOf(needs, finding)
  const report = `r-${await nextNumber(trx, 'report')}`
  for (;;) {
    const running = await findSame(trx, finding, told)
    const ticket = running?.id ?? (await openAbout(trx, needs, ticketPlan(needs, finding, told, by, at)))
    if (ticket === undefined) continue
    if (running) await joinTicket(trx, needs, running, { told, report }, { at, by })
    const { words } = finding
    const said = { ...(words !== undefined && { words }), ...(told.place !== undefined && { place: told.place }) }
    const row = { ...toldRow(told, said, { by, channel: 'patrol' }), id: report, ticket, at }
    await trx
      .insertInto('report')
      .values({ ...row, joined: running ? 1 : 0, token_hash: null })
      .execute()
    return ticket
  }
}
