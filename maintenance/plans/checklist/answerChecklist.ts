import { isDeepStrictEqual } from 'node:util'
import { type AnswerOutcome, type ChecklistAnswers, lineKey, type NewAnswer } from '#domain/checklists.ts'
import { worksOn } from '#domain/crew.ts'
import { CodedError } from '#domain/errors.ts'
import type { Actor } from '#domain/people.ts'
import type { Workshop } from '../../needs.ts'
import { changeTicket } from '../../tickets/changeTicket.ts'
import { lockVisible, refuseEnded, type Trx } from '../../tickets/lockTicket.ts'
import { type Answering, followFinding } from './followFinding.ts'
import { type Judged, judgeAnswer } from './judgeAnswer.ts'
import { type Checklist, readChecklist, toAnswer } from './readChecklist.ts'

/** @throws CodedError BAD_REQUEST for photos that the ticket does not have */
async function refuseUnknownPhotos(trx: Trx, ticket: string, answers: readonly NewAnswer[]): Promise<void> {
  const named = new Set(answers.flatMap(answer => answer.photos ?? []))
  if (named.size === 0) return
  const rows = await trx.selectFrom('photo').select('number').where('owner', '=', ticket).execute()
  const unknown = [...named].filter(number => !rows.some(row => row.number === number))
  if (unknown.length > 0)
    throw new CodedError('BAD_REQUEST', { photos: `the ticket has no photo ${unknown.join(', ')}` })
}

/** @throws CodedError BAD_REQUEST for what is no line of the checklist, or is answered twice */
function judgeAll({ lines, answers }: Checklist, inputs: readonly NewAnswer[]): Judged[] {
  const known = new Map(lines.map(line => [lineKey({ item: line.item.code, equipment: line.equipment }), line]))
  const seen = new Set<string>()
  return inputs.map(input => {
    const key = lineKey(input)
    const line = known.get(key)
    if (!line || seen.has(key))
      throw new CodedError('BAD_REQUEST', {
        answers: `${input.item} of ${input.equipment}: ${line ? 'is answered twice' : 'is no line of the checklist'}`,
      })
    seen.add(key)
    return { line, input, outcome: judgeAnswer(line.item, input), before: answers.get(key)?.[0] }
  })
}

const saidOf = ({ value, reason, note, photos = [], mended }: Partial<NewAnswer>, outcome: AnswerOutcome) => ({
  ...{ outcome, value, reason, note, photos, mended: mended === true },
})

/** The same answer by the same person, sent once more because the reply was lost. */
const isRepeated = ({ input, outcome, before }: Judged, by: string): boolean =>
  before !== undefined &&
  before.by === by &&
  isDeepStrictEqual(saidOf(toAnswer(before), before.outcome), saidOf(input, outcome))

/** @throws CodedError STALE_VERSION with the answers that somebody gave in the meantime */
function refuseStaleAnswers(judged: readonly Judged[]): void {
  const stale = judged.filter(({ input, before }) => (input.version ?? 0) !== (before?.version ?? 0))
  if (stale.length === 0) return
  const answers = stale.map(({ input: { item, equipment }, before }) => ({
    item,
    equipment,
    version: before?.version ?? 0,
    ...(before && { outcome: before.outcome, by: before.by, at: before.at }),
  }))
  throw new CodedError('STALE_VERSION', { answers })
}

/** Writes an answer; the one before it stays, as what was said until now. */
async function writeAnswer(
  trx: Trx,
  visit: string,
  { line: { item }, input, outcome, before }: Judged,
  { at, by, ticket }: { at: number; by: string; ticket: string | null },
): Promise<void> {
  const { equipment, value = null, reason = null, note = null, photos = [], mended } = input
  if (before)
    await trx
      .updateTable('plan_answer')
      .set({ replaced_at: at })
      .where('visit', '=', visit)
      .where('equipment', '=', equipment)
      .where('item', '=', item.code)
      .where('replaced_at', 'is', null)
      .execute()
  const row = { visit, equipment, item: item.code, version: (before?.version ?? 0) + 1, outcome, value, reason, note }
  const shown = { photos: JSON.stringify(photos), mended: mended === true ? 1 : 0, demand_of: item.demandOf ?? null }
  await trx
    .insertInto('plan_answer')
    .values({ ...row, ...shown, ticket, at, by, replaced_at: null })
    .execute()
}

/** Writes answers, each with what follows from it. @returns what the ticket's history says of them */
async function takeAnswers(
  trx: Trx,
  needs: Workshop,
  { visit }: Checklist,
  judged: readonly Judged[],
  answering: Answering,
): Promise<Record<string, unknown>> {
  const { at, by } = answering
  const tickets = new Set<string>()
  for (const each of judged) {
    const ticket = await followFinding(trx, needs, each, answering)
    await writeAnswer(trx, visit.id, each, { at, by, ticket })
    if (ticket !== null && ticket !== each.before?.ticket) tickets.add(ticket)
  }
  const notOk = judged.filter(({ outcome }) => outcome === 'notOk').length
  return { answers: judged.length, notOk, ...(tickets.size > 0 && { tickets: [...tickets] }) }
}

/**
 * Answers items of a visit's checklist, all or none. Two who answer the same item at once do not overwrite each other: each
 * says which answer they saw.
 * @param mayStill asked while the ticket is held, what lets the actor in may have ended in the meantime
 * @throws CodedError NOT_FOUND, FORBIDDEN, TICKET_ENDED, BAD_REQUEST, STALE_VERSION, UNKNOWN_TROUBLE
 */
export async function answerChecklist(
  needs: Workshop,
  id: string,
  { answers: inputs }: ChecklistAnswers,
  actor: Actor,
  mayStill?: (trx: Trx) => Promise<unknown>,
): Promise<void> {
  const at = needs.clock.now()
  const by = actor.username
  await needs.database.write(async trx => {
    const ticket = await lockVisible(trx, id, actor)
    await mayStill?.(trx)
    const checklist = await readChecklist(trx, needs, ticket)
    if (!checklist) throw new CodedError('BAD_REQUEST', { ticket: `${id} is no visit of a plan` })
    if (!worksOn(actor, ticket)) throw new CodedError('FORBIDDEN', { by: ['desk', 'assigned'] })
    refuseEnded(ticket)
    await refuseUnknownPhotos(trx, id, inputs)
    const news = judgeAll(checklist, inputs).filter(each => !isRepeated(each, by))
    refuseStaleAnswers(news)
    if (news.length === 0) return
    const detail = await takeAnswers(trx, needs, checklist, news, { ticket, plan: checklist.visit.plan, at, by })
    await changeTicket(trx, needs, ticket, { at, by, event: 'checklistAnswered', detail })
  })
}
