import { type Catalogue, loadCatalogue } from '#domain/catalogue.ts'
import type { NewAnswer } from '#domain/checklists.ts'
import type { Equipment } from '#domain/equipment.ts'
import { SYSTEM } from '#domain/people.ts'
import { PLACE_CLASS } from '#domain/placeClass.ts'
import type { ShippedPlan } from '#domain/plans.ts'
import { ENTERED } from '#domain/ticketStages.ts'
import { dayAfter } from './dayAfter.ts'
import { ESTATE } from './estate.ts'
import { technicianFor } from './history.ts'
import { pastVisits, type VisitSubject } from './pastVisits.ts'
import { FLATS } from './people.ts'
import { writePastVisits } from './planHistory.ts'
import type { DemoNeeds } from './seed.ts'

/** The plans that are on in every building. */
const PLANS: readonly string[] = ['PM-ELV-HM', 'PM-FIRE-W', 'PM-FIRE-M', 'PM-ELE-M']
/** A longer plan of which only paper tells when it was last done; so many days ago, by lift in turn. */
const ON_PAPER = { plan: 'PM-ELV-Q', daysAgo: [72, 96, 40, 15, 60, 88, 30] }
const ON_SINCE_DAYS = 90
/** What has been found at the first open visits: mended on the spot, or to follow. */
const FOUND: readonly Readonly<Record<string, Omit<NewAnswer, 'equipment' | 'item'>>>[] = [
  {
    'ELV-HM-01': { outcome: 'ok' },
    'ELV-HM-05': { value: 0.42 },
    'ELV-HM-15': { outcome: 'notOk', note: '井道照明有两盏不亮', mended: true },
    'ELV-HM-23': { value: 14, note: '5层平层偏高' },
  },
  {
    'ELV-HM-01': { outcome: 'ok' },
    'ELV-HM-19': { outcome: 'notOk', note: '8层按钮灯不亮', mended: true },
    'ELV-HM-30': { outcome: 'notOk', note: '底坑有少量积水', trouble: 'leak' },
  },
]

const placeOf = (site: string): string => `${site}-place`

/** The place that stands for each building, about which visits to the whole of it are. */
async function addPlaces({ registry }: DemoNeeds): Promise<void> {
  for (const { id: site, name } of ESTATE.sites)
    if (!registry.equipment(placeOf(site)))
      await registry.addEquipment({
        ...{ id: placeOf(site), site, class: PLACE_CLASS, name, params: { wholeSite: true }, occupancy: 'unknown' },
      })
}

function subjectsOf({ per, classes }: ShippedPlan, equipment: readonly Equipment[]): VisitSubject[] {
  const about = equipment.filter(e => classes.includes(e.class))
  if (per === 'equipment') return about.map(one => ({ site: one.site, subject: one.id, about: one.id, carried: [one] }))
  return [...Map.groupBy(about, e => e.site)].map(([site, carried]) => ({
    ...{ site, subject: '', about: placeOf(site), carried },
  }))
}

function pastOf(needs: DemoNeeds, catalogue: Catalogue) {
  const equipment = ESTATE.equipment.flatMap(({ id }) => needs.registry.equipment(id) ?? [])
  const plans = catalogue.plans.filter(plan => PLANS.includes(plan.code))
  return plans.flatMap(plan => subjectsOf(plan, equipment).map(subject => ({ plan, subject })))
}

async function statePaper({ maintenance, now }: DemoNeeds): Promise<void> {
  const { plan, daysAgo } = ON_PAPER
  const lifts = ESTATE.equipment.filter(e => e.class === 'elevator')
  for (const [i, { id: equipment }] of lifts.entries()) {
    const day = dayAfter(now, -(daysAgo[i % daysAgo.length] ?? 60))
    await maintenance.plans.stateLastVisit(plan, { equipment, day, note: '纸质维保记录' }, SYSTEM)
  }
}

async function switchOn({ maintenance, now }: DemoNeeds): Promise<void> {
  const sites = ESTATE.sites.map(({ id: site }) => ({ site, fromDay: dayAfter(now, -ON_SINCE_DAYS) }))
  for (const code of [...PLANS, ON_PAPER.plan]) await maintenance.plans.change(code, { version: 0, sites }, SYSTEM)
}

/** Whoever has it goes there, or else who can. @returns who is at the place */
async function goThere({ maintenance: { tickets } }: DemoNeeds, id: string): Promise<string> {
  const ticket = await tickets.get(id)
  const technician = ticket?.technician ?? technicianFor(ticket?.skill ?? '', ticket?.site ?? '') ?? ''
  if (ticket && ENTERED.includes(ticket.status)) await tickets.move(id, { to: 'dispatched', technician }, SYSTEM)
  await tickets.move(id, { to: 'onSite', reason: '现场标签缺失' }, SYSTEM)
  return technician
}

/** Somebody has begun with the first visits to the blocks of flats, and found something. */
async function findSomething(needs: DemoNeeds): Promise<void> {
  const { tickets, plans } = needs.maintenance
  const { items } = await plans.due({ plan: 'PM-ELV-HM' })
  const open = items.filter(due => due.visit?.plan === due.plan && FLATS.includes(due.site))
  for (const [i, found] of FOUND.entries()) {
    const { visit, equipment } = open[i] ?? {}
    if (visit === undefined || equipment === undefined) continue
    const username = await goThere(needs, visit.ticket)
    const answers = Object.entries(found).map(([item, said]) => ({ equipment, item, ...said }))
    await tickets.answer(visit.ticket, { answers }, { username, role: 'technician', sites: [] })
  }
}

/** Switches plans on, with past visits, what paper tells, and what has been found at the first that are open; once. */
export async function seedPlans(needs: DemoNeeds): Promise<void> {
  const { database, maintenance, now } = needs
  if (await database.db.selectFrom('plan_version').select('code').limit(1).executeTakeFirst()) return
  await addPlaces(needs)
  await writePastVisits(database, pastVisits(pastOf(needs, loadCatalogue()), now), now)
  await statePaper(needs)
  await switchOn(needs)
  await maintenance.sweep()
  await findSomething(needs)
}
