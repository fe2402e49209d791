import { CodedError } from '#domain/errors.ts'
import type { FindingQuery, PlanFinding } from '#domain/findings.ts'
import type { LastVisit, StatedVisit } from '#domain/lastVisits.ts'
import type { Page } from '#domain/page.ts'
import type { Actor } from '#domain/people.ts'
import type { DueDay, DueQuery, PlanDue } from '#domain/planDues.ts'
import type { PlannedVisit, VisitDay, VisitQuery } from '#domain/plannedVisits.ts'
import type { NewPlan, Plan, PlanChange } from '#domain/plans.ts'
import { problem } from '#domain/problem.ts'
import type { Workshop } from '../needs.ts'
import type { Trx } from '../tickets/lockTicket.ts'
import { checkPlan } from './checkPlan.ts'
import { countDues, listDues } from './dueList.ts'
import { listFindings } from './findings.ts'
import { outdateDues } from './keepDues.ts'
import { plansInForce, planVersions, shippedPlan } from './planVersions.ts'
import { changedTerms, historyAsSeen, planAsSeen, termsOf } from './siteShare.ts'
import { statedVisits, stateLastVisit } from './stateLastVisit.ts'
import { countVisits, listVisits } from './visitCalendar.ts'

export interface Plans {
  /** Every plan in force, by code; on at the sites that the reader may see, empty for all. */
  list(sites: readonly string[]): Promise<Plan[]>
  /** @throws CodedError NOT_FOUND */
  get(code: string, sites: readonly string[]): Promise<Plan>
  /** Newest first, what changed for other sites alone left out; of a shipped plan the last is what the product comes with. @throws CodedError NOT_FOUND */
  history(code: string, sites: readonly string[]): Promise<Plan[]>
  /** @throws CodedError ALREADY_EXISTS, FORBIDDEN, and what `checkPlan` throws */
  add(plan: NewPlan, actor: Actor): Promise<Plan>
  /** @throws CodedError NOT_FOUND, STALE_VERSION, FORBIDDEN, and what `checkPlan` throws */
  change(code: string, change: PlanChange, actor: Actor): Promise<Plan>
  /** Tells when a plan was last done. @throws CodedError NOT_FOUND, BAD_REQUEST */
  stateLastVisit(code: string, visit: LastVisit, actor: Actor): Promise<StatedVisit>
  /** Of the sites that the reader may see, the newest statement first. @throws CodedError NOT_FOUND */
  statedVisits(code: string, sites: readonly string[]): Promise<StatedVisit[]>
  /** What visits found not to be as it has to be, the newest first. @throws CodedError BAD_REQUEST */
  findings(query: FindingQuery): Promise<Page<PlanFinding>>
  /** What is due when, the soonest first. @throws CodedError BAD_REQUEST */
  due(query: DueQuery): Promise<Page<PlanDue>>
  /** How much of that list each day has. */
  dueDays(query: DueQuery): Promise<DueDay[]>
  /** Visits that were, are and will be, by the day on which they are due. @throws CodedError BAD_REQUEST */
  visits(query: VisitQuery): Promise<Page<PlannedVisit>>
  /** How many of them each day has. */
  visitDays(query: VisitQuery): Promise<VisitDay[]>
}

const HISTORY = 100

async function enter(
  trx: Trx,
  needs: Workshop,
  plan: Plan & { at: number; by: string },
  own: readonly string[],
): Promise<Plan> {
  const plans = await plansInForce(trx, needs.catalogue)
  await checkPlan(trx, needs, new Map([...plans, [plan.code, plan]]), plan)
  const { code, version, at, by, reason = null } = plan
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('plan_version')
    .values({ code, version, at, by, reason, terms: JSON.stringify(termsOf(plan)) })
    .onConflict(c => c.doNothing())
    .executeTakeFirst()
  if (numInsertedOrUpdatedRows !== 1n) {
    const now = plans.get(code)
    throw new CodedError('STALE_VERSION', now && planAsSeen(now, own))
  }
  const before = plans.get(code)?.sites ?? []
  await outdateDues(
    trx,
    [...before, ...plan.sites].map(({ site }) => site),
  )
  return planAsSeen(plan, own)
}

/** Who is limited to some sites does not add what would hold for all. */
async function addPlan(needs: Workshop, { sites = [], ...input }: NewPlan, actor: Actor): Promise<Plan> {
  const { database, catalogue, clock } = needs
  if (actor.sites.length > 0) throw new CodedError('FORBIDDEN', { sites: actor.sites })
  const plan = { ...input, sites, version: 1, shipped: false, at: clock.now(), by: actor.username }
  return await database.write(async trx => {
    if ((await plansInForce(trx, catalogue)).has(plan.code))
      throw new CodedError('ALREADY_EXISTS', { plan: plan.code, problems: [problem('/code', 'taken')] })
    return await enter(trx, needs, plan, actor.sites)
  })
}

async function changePlan(
  needs: Workshop,
  code: string,
  { version, reason, ...change }: PlanChange,
  { sites: own, username: by }: Actor,
): Promise<Plan> {
  const { database, catalogue, clock } = needs
  return await database.write(async trx => {
    const before = (await plansInForce(trx, catalogue)).get(code)
    if (!before) throw new CodedError('NOT_FOUND', { plan: code })
    if (before.version !== version) throw new CodedError('STALE_VERSION', planAsSeen(before, own))
    const made = { version: version + 1, at: clock.now(), by, ...(reason !== undefined && { reason }) }
    const terms = changedTerms(termsOf(before), change, own)
    return await enter(trx, needs, { ...terms, code, shipped: before.shipped, ...made }, own)
  })
}

async function historyOf({ database, catalogue }: Workshop, code: string): Promise<Plan[]> {
  const shipped = shippedPlan(catalogue, code)
  const versions = await planVersions(database.db, catalogue, code, HISTORY)
  if (!shipped && versions.length === 0) throw new CodedError('NOT_FOUND', { plan: code })
  return shipped && versions.length < HISTORY ? [...versions, shipped] : versions
}

/** The plans of preventive maintenance (V1 of the service practice). */
export function createPlans(needs: Workshop): Plans {
  const { database, catalogue, log } = needs
  const inForce = () => plansInForce(database.db, catalogue)
  const get = async (code: string): Promise<Plan> => {
    const found = (await inForce()).get(code)
    if (!found) throw new CodedError('NOT_FOUND', { plan: code })
    return found
  }
  return {
    list: async sites => [...(await inForce()).values()].map(plan => planAsSeen(plan, sites)),
    get: async (code, sites) => planAsSeen(await get(code), sites),
    history: async (code, sites) => historyAsSeen(await historyOf(needs, code), sites),
    add: async (input, actor) => {
      const added = await addPlan(needs, input, actor)
      log.info({ by: actor.username, plan: added.code }, 'maintenance plan added')
      return added
    },
    change: async (code, change, actor) => {
      const changed = await changePlan(needs, code, change, actor)
      log.info({ by: actor.username, plan: code, version: changed.version }, 'maintenance plan changed')
      return changed
    },
    stateLastVisit: async (code, visit, actor) => stateLastVisit(needs, await get(code), visit, actor),
    statedVisits: async (code, sites) => statedVisits(needs, (await get(code)).code, sites),
    findings: query => listFindings(needs, query),
    due: query => listDues(needs, query),
    dueDays: query => countDues(needs, query),
    visits: query => listVisits(needs, query),
    visitDays: query => countVisits(needs, query),
  }
}
