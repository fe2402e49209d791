import type { ChecklistItem } from '#domain/checklists.ts'
import type { Millis } from '#domain/time.ts'
import { takeFinding } from '../../intake/takeFinding.ts'
import type { Workshop } from '../../needs.ts'
import { changeTicket } from '../../tickets/changeTicket.ts'
import { isOpen, lockTicket, type TicketRow, type Trx } from '../../tickets/lockTicket.ts'
import type { Judged } from './judgeAnswer.ts'

/** Who answers a held ticket's checklist, and when. */
export interface Answering {
  ticket: TicketRow
  plan: string
  at: Millis
  by: string
}

const titleOf = ({ name, name_zh }: ChecklistItem): string => `${name_zh} · ${name}`.slice(0, 200)

async function stillOpen(trx: Trx, ticket: string | null): Promise<boolean> {
  if (ticket === null) return false
  return (
    (await trx.selectFrom('ticket').select('id').where('id', '=', ticket).where(isOpen).executeTakeFirst()) !==
    undefined
  )
}

/** Tells the ticket that followed that the answer was corrected: somebody has to judge whether it is still wanted. */
async function tellWithdrawn(trx: Trx, needs: Workshop, { line, before }: Judged, answering: Answering): Promise<void> {
  const follow =
    before?.outcome === 'notOk' && before.ticket !== null ? await lockTicket(trx, before.ticket) : undefined
  if (!follow) return
  const { at, by, ticket } = answering
  const detail = { visit: ticket.id, item: line.item.code }
  await changeTicket(trx, needs, follow, { at, by, event: 'findingWithdrawn', detail })
}

/**
 * What follows from an answer: a ticket of its own for what is not ok and was not mended on the spot; the one that an earlier
 * answer opened goes on.
 * @returns the ticket that follows
 */
export async function followFinding(
  trx: Trx,
  needs: Workshop,
  judged: Judged,
  answering: Answering,
): Promise<string | null> {
  const { line, input, outcome, before } = judged
  if (outcome !== 'notOk' || input.mended === true) {
    await tellWithdrawn(trx, needs, judged, answering)
    return null
  }
  if (before?.outcome === 'notOk' && (await stillOpen(trx, before.ticket))) return before.ticket
  const equipment = needs.equipment(line.equipment)
  if (!equipment) return null
  const { item } = line
  const value = input.value === undefined ? undefined : `${input.value} ${item.unit ?? ''}`.trim()
  const about = { visit: answering.ticket.id, plan: answering.plan, item: item.code, title: titleOf(item), equipment }
  const words = [value, input.note].filter(said => said !== undefined).join(' · ') || undefined
  return await takeFinding(
    trx,
    needs,
    { ...about, words, trouble: input.trouble, faultCode: item.demandOf },
    answering.by,
  )
}
