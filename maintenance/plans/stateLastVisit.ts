import type { Selectable } from 'kysely'
import { nextNumber } from '#database/changeLog.ts'
import type { Tables } from '#database/tables.ts'
import type { Equipment } from '#domain/equipment.ts'
import { CodedError } from '#domain/errors.ts'
import type { LastVisit, StatedVisit } from '#domain/lastVisits.ts'
import { type Actor, seesSite } from '#domain/people.ts'
import type { Plan } from '#domain/plans.ts'
import { dayAt, isDay, momentOf } from '../clocks/localDay.ts'
import type { Workshop } from '../needs.ts'
import type { Trx } from '../tickets/lockTicket.ts'
import { outdateDues } from './keepDues.ts'
import { carry } from './openVisit.ts'
import { plansInForce, withIncluded } from './planVersions.ts'
import { setClocks, withdraw } from './settleVisit.ts'

type VisitRow = Selectable<Tables['plan_visit']>
type Told = Pick<StatedVisit, 'by' | 'equipment'> & { note?: string }

const wrong = (field: string, why: string) => new CodedError('BAD_REQUEST', { [field]: why })

/** The equipment of the plan that a statement is about. @throws CodedError NOT_FOUND, BAD_REQUEST */
function subjectOf(needs: Workshop, { classes }: Plan, { equipment: id, site }: LastVisit, actor: Actor): Equipment[] {
  if ((id === undefined) === (site === undefined)) throw wrong('equipment', 'either the equipment or its site')
  const piece = id === undefined ? undefined : needs.equipment(id)
  const place = site === undefined ? piece?.site : needs.site(site)?.id
  if (place === undefined || !seesSite(actor, place)) throw new CodedError('NOT_FOUND', { equipment: id, site })
  const all = piece ? [piece] : [...needs.listEquipment()].filter(e => e.site === place && e.confirmed !== false)
  const about = all.filter(e => classes.includes(e.class))
  if (about.length === 0) throw wrong(id === undefined ? 'site' : 'equipment', 'the plan is not about it')
  return about
}

/** Noon of the day, at the site. @throws CodedError BAD_REQUEST for no day, or one to come */
function momentOfVisit(needs: Workshop, site: string, day: string): number {
  const zone = needs.timezone(site)
  if (!isDay(day)) throw wrong('day', `${day} is no day`)
  if (day > dayAt(zone, needs.clock.now())) throw wrong('day', `${day} is still to come`)
  return momentOf(zone, day, '12:00')
}

const toStated = ({ id, plan, site, due_day, opened_at, told }: VisitRow): StatedVisit => {
  const { by, equipment, note }: Told = JSON.parse(told ?? '{}')
  return { ...{ id, plan, site, equipment, day: due_day, at: opened_at, by }, ...(note !== undefined && { note }) }
}

async function enter(
  trx: Trx,
  needs: Workshop,
  plan: Plan,
  { day, note, equipment }: LastVisit,
  about: { pieces: Equipment[]; by: string; doneAt: number },
) {
  const { pieces, by, doneAt } = about
  const site = pieces[0]?.site ?? ''
  await outdateDues(trx, [site])
  const plans = await plansInForce(trx, needs.catalogue)
  const covered = withIncluded(plans, plan.code)
  const ids = pieces.map(piece => piece.id)
  await withdraw(trx, needs, plan.code, ids)
  const told: Told = { by, equipment: ids, ...(note !== undefined && { note }) }
  const row: VisitRow = {
    ...{ id: `v-${await nextNumber(trx, 'plan_visit')}`, plan: plan.code, site },
    versions: JSON.stringify(Object.fromEntries(covered.map(each => [each.code, each.version]))),
    ...{ subject: equipment ?? '', due_day: day, latest_at: doneAt, est_min: 0, items: 0, ticket: null },
    ...{ opened_at: needs.clock.now(), done_at: doneAt, missed_at: null, told: JSON.stringify(told) },
  }
  await trx.insertInto('plan_visit').values(row).execute()
  await carry(trx, row.id, ids)
  await setClocks(trx, needs, plans, row, ids)
  return toStated(row)
}

/**
 * Enters when a plan was last done, so that its clocks, and those of the shorter plans that it includes, count from then.
 * What was told of the same equipment before no longer counts; a later visit that the service knows of still does.
 * @throws CodedError NOT_FOUND, BAD_REQUEST
 */
export async function stateLastVisit(
  needs: Workshop,
  plan: Plan,
  input: LastVisit,
  actor: Actor,
): Promise<StatedVisit> {
  const pieces = subjectOf(needs, plan, input, actor)
  const doneAt = momentOfVisit(needs, pieces[0]?.site ?? '', input.day)
  const by = actor.username
  const stated = await needs.database.write(trx => enter(trx, needs, plan, input, { pieces, by, doneAt }))
  needs.log.info({ by, plan: plan.code, day: input.day, equipment: pieces.length }, 'last visit of a plan stated')
  return stated
}

/** Every last visit of a plan of which somebody told, the newest statement first. */
export async function statedVisits(
  { database: { db } }: Workshop,
  plan: string,
  sites: readonly string[],
): Promise<StatedVisit[]> {
  const rows = await db
    .selectFrom('plan_visit')
    .selectAll()
    .where('plan', '=', plan)
    .where('ticket', 'is', null)
    .$if(sites.length > 0, q => q.where('site', 'in', sites))
    .orderBy('opened_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1000)
    .execute()
  return rows.map(toStated)
}
