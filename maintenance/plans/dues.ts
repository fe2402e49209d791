import type { Kysely } from 'kysely'
import type { Tables } from '#database/tables.ts'
import type { Equipment } from '#domain/equipment.ts'
import { PLACE_CLASS } from '#domain/placeClass.ts'
import type { Plan } from '#domain/plans.ts'
import { dayAt } from '../clocks/localDay.ts'
import type { Workshop } from '../needs.ts'
import type { EquipmentDue } from './chooseVisits.ts'
import { nextDueDay } from './dueDay.ts'
import { plansInForce, sitesOn } from './planVersions.ts'

type Reader = Pick<Kysely<Tables>, 'selectFrom'>

/** A visit that is open, with what it carries. */
export interface OpenVisit {
  id: string
  plan: string
  subject: string
  dueDay: string
  ticket: string
  equipment: ReadonlySet<string>
}

/** What is due some day at one site. */
export interface SiteDues {
  site: string
  today: string
  plans: ReadonlyMap<string, Plan>
  dues: EquipmentDue[]
  open: OpenVisit[]
  /** What is out of service, for which nothing is opened. */
  out: ReadonlySet<string>
}

/** From which day each clock there counts, by equipment and plan. */
async function readClocks(db: Reader, site: string): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom('plan_clock')
    .innerJoin('equipment', 'equipment.id', 'plan_clock.equipment')
    .select(['plan_clock.equipment', 'plan_clock.plan', 'plan_clock.from_day'])
    .where('equipment.site', '=', site)
    .execute()
  return new Map(rows.map(row => [`${row.equipment} ${row.plan}`, row.from_day]))
}

async function readOpen(db: Reader, site: string): Promise<OpenVisit[]> {
  const rows = await db
    .selectFrom('plan_visit as v')
    .innerJoin('plan_visit_equipment as e', 'e.visit', 'v.id')
    .select(['v.id as id', 'v.plan as plan', 'v.subject as subject', 'v.due_day as dueDay', 'v.ticket as ticket'])
    .select('e.equipment as equipment')
    .where('v.site', '=', site)
    .where('v.done_at', 'is', null)
    .where('v.missed_at', 'is', null)
    .execute()
  return [...Map.groupBy(rows, row => row.id).values()].flatMap(some => {
    const [first] = some
    if (!first) return []
    return [{ ...first, ticket: first.ticket ?? '', equipment: new Set(some.map(row => row.equipment)) }]
  })
}

async function readOut(db: Reader, site: string): Promise<Set<string>> {
  const rows = await db
    .selectFrom('out_of_service')
    .select('equipment')
    .where('site', '=', site)
    .where('code', 'is', null)
    .where('ended_at', 'is', null)
    .execute()
  return new Set(rows.map(row => row.equipment))
}

/** Whether plans are about it: not about a place, nor about what only its gateway has named. */
export const isPlanned = (piece: Equipment): boolean => piece.class !== PLACE_CLASS && piece.confirmed !== false

/** When a plan is due for a piece of equipment: from its last visit, otherwise from when both were there. */
function dueOf(
  plan: Plan,
  { id, createdAt }: Equipment,
  counted: string | undefined,
  { zone, today, fromDay }: { zone: string; today: string; fromDay: string },
): EquipmentDue {
  const entered = dayAt(zone, createdAt)
  const basis = { fromDay: counted ?? (entered > fromDay ? entered : fromDay), gridDay: fromDay }
  return { equipment: id, plan: plan.code, dueDay: nextDueDay(plan.interval, basis, today) }
}

/** What is due some day at each site at which a plan is on, or at those of them that are chosen. */
export async function readDues(
  needs: Workshop,
  db: Reader,
  now: number,
  choose: (plans: ReadonlyMap<string, Plan>) => ReadonlySet<string> = sitesOn,
): Promise<SiteDues[]> {
  const plans = await plansInForce(db, needs.catalogue)
  const chosen = choose(plans)
  const on = new Set([...sitesOn(plans)].filter(site => chosen.has(site)))
  if (on.size === 0) return []
  const there = Map.groupBy(
    [...needs.listEquipment()].filter(e => on.has(e.site) && isPlanned(e)),
    e => e.site,
  )
  const found: SiteDues[] = []
  for (const site of [...on].sort()) {
    const zone = needs.timezone(site)
    const today = dayAt(zone, now)
    const clocks = await readClocks(db, site)
    const dues = [...plans.values()].flatMap(plan => {
      const fromDay = plan.sites.find(each => each.site === site)?.fromDay
      if (fromDay === undefined) return []
      return (there.get(site) ?? [])
        .filter(e => plan.classes.includes(e.class))
        .map(e => dueOf(plan, e, clocks.get(`${e.id} ${plan.code}`), { zone, today, fromDay }))
    })
    found.push({ site, today, plans, dues, open: await readOpen(db, site), out: await readOut(db, site) })
  }
  return found
}

/** From where the calendar plans that are on at a site count. */
export const gridDaysOf =
  ({ site, plans, today }: SiteDues) =>
  (code: string): string =>
    plans.get(code)?.sites.find(each => each.site === site)?.fromDay ?? today
