import type { Selectable } from 'kysely'
import type { Tables } from '#database/tables.ts'
import { CodedError } from '#domain/errors.ts'
import type { Plan } from '#domain/plans.ts'
import type { TicketStatus } from '#domain/tickets.ts'
import type { Millis } from '#domain/time.ts'
import { batches } from '../batches.ts'
import { dayAt } from '../clocks/localDay.ts'
import type { Workshop } from '../needs.ts'
import type { TicketRow, Trx } from '../tickets/lockTicket.ts'
import { outdateDues } from './keepDues.ts'
import { plansInForce, withIncluded } from './planVersions.ts'

type VisitRow = Selectable<Tables['plan_visit']>

const BATCH = 500

/** Whose clocks a visit resets: of what was done, also the shorter plans'; what was given up, only its own. */
const plansReset = (plans: ReadonlyMap<string, Plan>, { plan, done_at }: VisitRow): Plan[] =>
  withIncluded(plans, plan).slice(0, done_at === null ? 1 : undefined)

/** From which day the clock of a plan counts after a visit. */
function fromDay(needs: Workshop, { interval }: Plan, { site, done_at, due_day }: VisitRow): string {
  if (done_at === null || interval.kind === 'calendar') return due_day
  return dayAt(needs.timezone(site), done_at)
}

/** Sets the clocks of the equipment that a visit carried; a clock never goes back. */
export async function setClocks(
  trx: Trx,
  needs: Workshop,
  plans: ReadonlyMap<string, Plan>,
  visit: VisitRow,
  equipment: readonly string[],
): Promise<void> {
  const done = visit.done_at === null ? 0 : 1
  const rows = equipment.flatMap(id => {
    const kind = needs.equipment(id)?.class ?? ''
    return plansReset(plans, visit)
      .filter(plan => plan.classes.includes(kind))
      .map(plan => ({ equipment: id, plan: plan.code, from_day: fromDay(needs, plan, visit), done, visit: visit.id }))
  })
  for (const some of batches(rows, BATCH))
    await trx
      .insertInto('plan_clock')
      .values(some)
      .onConflict(c =>
        c
          .columns(['equipment', 'plan'])
          .doUpdateSet(eb => ({
            from_day: eb.ref('excluded.from_day'),
            done: eb.ref('excluded.done'),
            visit: eb.ref('excluded.visit'),
          }))
          .whereRef('excluded.from_day', '>=', 'plan_clock.from_day'),
      )
      .execute()
}

const carriedBy = async (trx: Trx, visit: string): Promise<string[]> =>
  (await trx.selectFrom('plan_visit_equipment').select('equipment').where('visit', '=', visit).execute()).map(
    row => row.equipment,
  )

/** The clocks of equipment count from every visit that ended there, but for one. */
async function countAgain(trx: Trx, needs: Workshop, equipment: readonly string[], but = ''): Promise<void> {
  const plans = await plansInForce(trx, needs.catalogue)
  for (const some of batches(equipment, BATCH)) {
    const before = await trx
      .selectFrom('plan_visit')
      .innerJoin('plan_visit_equipment as e', 'e.visit', 'plan_visit.id')
      .selectAll('plan_visit')
      .select('e.equipment as equipment')
      .where('e.equipment', 'in', some)
      .where('plan_visit.id', '<>', but)
      .where(eb => eb.or([eb('done_at', 'is not', null), eb('missed_at', 'is not', null)]))
      .execute()
    for (const { equipment: piece, ...row } of before) await setClocks(trx, needs, plans, row, [piece])
  }
}

/** A visit is as if it had not ended: the clocks count from what was done before. */
async function takeBack(trx: Trx, needs: Workshop, visit: VisitRow, equipment: readonly string[]): Promise<void> {
  await trx.deleteFrom('plan_clock').where('visit', '=', visit.id).execute()
  await countAgain(trx, needs, equipment, visit.id)
}

/** What somebody told of the last visits of a plan to this equipment no longer counts. */
export async function withdraw(trx: Trx, needs: Workshop, plan: string, equipment: readonly string[]): Promise<void> {
  const told = trx.selectFrom('plan_visit').select('id').where('plan', '=', plan).where('ticket', 'is', null)
  const changed: string[] = []
  for (const some of batches(equipment, BATCH)) {
    const gone = await trx
      .deleteFrom('plan_visit_equipment')
      .where('visit', 'in', told)
      .where('equipment', 'in', some)
      .returning('equipment')
      .execute()
    if (gone.length === 0) continue
    await trx.deleteFrom('plan_clock').where('visit', 'in', told).where('equipment', 'in', some).execute()
    changed.push(...new Set(gone.map(row => row.equipment)))
  }
  await countAgain(trx, needs, changed)
}

const visitOf = async (trx: Trx, ticket: string): Promise<VisitRow | undefined> =>
  await trx.selectFrom('plan_visit').selectAll().where('ticket', '=', ticket).executeTakeFirst()

/** The visit of a held ticket goes with the ticket's move: done, given up, or open again. */
export async function settleVisit(
  trx: Trx,
  needs: Workshop,
  { id, kind }: TicketRow,
  to: TicketStatus,
  at: Millis,
): Promise<void> {
  if (kind !== 'preventive' || (to !== 'closed' && to !== 'cancelled' && to !== 'reopened')) return
  const visit = await visitOf(trx, id)
  if (!visit) return
  const ends = { done_at: to === 'closed' ? at : null, missed_at: to === 'cancelled' ? at : null }
  await trx.updateTable('plan_visit').set(ends).where('id', '=', visit.id).execute()
  await outdateDues(trx, [visit.site])
  const equipment = await carriedBy(trx, visit.id)
  if (to === 'reopened') return await takeBack(trx, needs, visit, equipment)
  await setClocks(trx, needs, await plansInForce(trx, needs.catalogue), { ...visit, ...ends }, equipment)
}

/** A visit may be opened again only while no later one of its plan is open. @throws CodedError ALREADY_EXISTS */
export async function refuseSecondVisit(trx: Trx, { id, kind }: TicketRow): Promise<void> {
  const visit = kind === 'preventive' ? await visitOf(trx, id) : undefined
  if (!visit) return
  const other = await trx
    .selectFrom('plan_visit')
    .select('ticket')
    .where('plan', '=', visit.plan)
    .where('site', '=', visit.site)
    .where('subject', '=', visit.subject)
    .where('done_at', 'is', null)
    .where('missed_at', 'is', null)
    .executeTakeFirst()
  if (other) throw new CodedError('ALREADY_EXISTS', { ticket: other.ticket })
}
