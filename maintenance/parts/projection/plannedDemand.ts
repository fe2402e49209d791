import { setImmediate } from 'node:timers/promises'
import type { Kysely } from 'kysely'
import type { Tables } from '#database/tables.ts'
import type { Equipment } from '#domain/equipment.ts'
import type { Plan } from '#domain/plans.ts'
import type { StockChange } from '#domain/stockProjection.ts'
import type { Millis } from '#domain/time.ts'
import { dayAt, momentOf } from '../../clocks/localDay.ts'
import type { Workshop } from '../../needs.ts'
import type { ChosenVisit } from '../../plans/chooseVisits.ts'
import { gridDaysOf, readDues, type SiteDues } from '../../plans/dues.ts'
import { sitesOn, withIncluded } from '../../plans/planVersions.ts'
import { type SubjectDues, subjectsOf } from '../../plans/subjects.ts'
import { visitParts } from '../../plans/visitParts.ts'
import { visitsAhead } from '../../plans/visitsAhead.ts'
import { total } from '../ledger.ts'

/** Further ahead nothing is foreseen, in days: a daily plan would have thousands of visits. */
const FARTHEST_DAYS = 1100
const DAY = 86_400_000

interface Wanted {
  partNo: string
  change: StockChange
}

type Asked = (partNo: string) => boolean

/** Whether a visit of the plan, with those that it includes, can take one of the parts. */
const takesParts = (plans: ReadonlyMap<string, Plan>, code: string, asked: Asked): boolean =>
  withIncluded(plans, code).some(plan => plan.parts.some(({ partNo }) => asked(partNo)))

/** The sites at which a plan is on that can take one of the parts. */
const sitesTaking = (plans: ReadonlyMap<string, Plan>, asked: Asked): Set<string> =>
  sitesOn(new Map([...plans].filter(([code]) => takesParts(plans, code, asked))))

/** Whether a visit to it can take one of the parts. */
const mayTake = ({ plans, dues }: SubjectDues, asked: Asked): boolean =>
  [...new Set(dues.map(due => due.plan))].some(code => takesParts(plans, code, asked))

/** What one visit takes, a line a part. */
function linesOf(
  { site, plans }: SiteDues,
  { plan, dueDay }: ChosenVisit,
  carried: readonly Equipment[],
  at: Millis,
): Wanted[] {
  const [only, ...more] = carried
  return visitParts(withIncluded(plans, plan), carried).map(({ partNo, quantity }) => ({
    partNo,
    change: {
      ...{ at, kind: 'visit' as const, quantity: -quantity, plan, dueDay, site, visits: 1 },
      ...(only && more.length === 0 && { equipment: only.id }),
    },
  }))
}

/** Visits of one plan to one site on one day are one line. */
function merged(lines: readonly Wanted[]): StockChange[] {
  const same = Map.groupBy(lines, ({ change }) => `${change.at} ${change.plan} ${change.dueDay} ${change.site}`)
  return [...same.values()].flatMap(some => {
    const [first] = some
    if (!first || some.length === 1) return first ? [first.change] : []
    const { equipment: _, ...change } = first.change
    return [{ ...change, quantity: total(some.map(one => one.change.quantity)), visits: some.length }]
  })
}

/** Days ahead that a part is looked at; undefined for one that nobody asks about. */
export type HorizonOf = (partNo: string) => number | undefined

/** What the visits to one site take. */
function siteDemand(needs: Workshop, dues: SiteDues, now: Millis, horizonOf: HorizonOf): Wanted[] {
  const horizons = [...dues.plans.values()].flatMap(plan => plan.parts.map(({ partNo }) => horizonOf(partNo) ?? 0))
  const days = Math.min(FARTHEST_DAYS, Math.max(0, ...horizons))
  const zone = needs.timezone(dues.site)
  const ahead = { today: dues.today, untilDay: dayAt(zone, now + days * DAY), gridDay: gridDaysOf(dues) }
  const visits = subjectsOf(dues)
    .filter(subject => mayTake(subject, partNo => horizonOf(partNo) !== undefined))
    .flatMap(subject => visitsAhead(subject, ahead))
  return [...Map.groupBy(visits, visit => visit.dueDay)].flatMap(([day, some]) => {
    const at = Math.max(now, momentOf(zone, day, '00:00'))
    return some.flatMap(visit =>
      linesOf(
        dues,
        visit,
        visit.equipment.flatMap(id => needs.equipment(id) ?? []),
        at,
      ),
    )
  })
}

/** What the visits of the plans that are on will take of each part, beyond those that are open, by part. */
export async function plannedDemand(
  needs: Workshop,
  db: Pick<Kysely<Tables>, 'selectFrom'>,
  now: Millis,
  horizonOf: HorizonOf,
): Promise<Map<string, StockChange[]>> {
  const asked = (partNo: string) => horizonOf(partNo) !== undefined
  const found: Wanted[] = []
  for (const dues of await readDues(needs, db, now, plans => sitesTaking(plans, asked))) {
    found.push(...siteDemand(needs, dues, now, horizonOf))
    await setImmediate()
  }
  const byPart = Map.groupBy(
    found.filter(({ partNo }) => asked(partNo)),
    one => one.partNo,
  )
  return new Map([...byPart].map(([partNo, lines]) => [partNo, merged(lines)]))
}
