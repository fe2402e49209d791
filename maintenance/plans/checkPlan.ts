import { CodedError } from '#domain/errors.ts'
import type { Plan } from '#domain/plans.ts'
import { isDay } from '../clocks/localDay.ts'
import type { Workshop } from '../needs.ts'
import { checkQuantity, lockPart } from '../parts/ledger.ts'
import type { Trx } from '../tickets/lockTicket.ts'
import { withIncluded } from './planVersions.ts'

const twice = (values: readonly string[]): string | undefined => values.find((value, i) => values.indexOf(value) !== i)

const invalid = (field: string, why: string) => new CodedError('BAD_REQUEST', { [field]: why })

function checkItems(plans: ReadonlyMap<string, Plan>, plan: Plan): void {
  for (const item of plan.items) {
    if (item.result === 'check' && (item.min !== undefined || item.max !== undefined))
      throw invalid('items', `${item.code} has limits and no value`)
    const other = item.classes?.find(each => !plan.classes.includes(each))
    if (other !== undefined) throw invalid('items', `${item.code} is about ${other}, which the plan is not`)
    if (item.min !== undefined && item.max !== undefined && item.min > item.max)
      throw invalid('items', `${item.code}: the least is above the most`)
  }
  const same = twice(withIncluded(plans, plan.code).flatMap(each => each.items.map(item => item.code)))
  if (same !== undefined) throw invalid('items', `${same} is there twice`)
}

function checkIncludes(plans: ReadonlyMap<string, Plan>, plan: Plan): void {
  for (const code of plan.includes) {
    const included = plans.get(code)
    if (!included) throw invalid('includes', `there is no plan ${code}`)
    if (included.per !== plan.per) throw invalid('includes', `${code} is for each ${included.per}`)
    if (withIncluded(plans, code).some(each => each.code === plan.code))
      throw invalid('includes', `${code} includes ${plan.code}`)
  }
}

function checkPlaces({ catalogue, site }: Workshop, plan: Plan): void {
  if (!catalogue.skills.some(skill => skill.code === plan.skill))
    throw new CodedError('UNKNOWN_SKILL', { skill: plan.skill })
  for (const code of plan.classes)
    if (!catalogue.classes.has(code)) throw new CodedError('UNKNOWN_CLASS', { class: code })
  for (const { site: id, fromDay } of plan.sites) {
    if (!site(id)) throw new CodedError('UNKNOWN_SITE', { site: id })
    if (!isDay(fromDay)) throw invalid('sites', `${fromDay} is no day`)
  }
  const same = twice(plan.sites.map(each => each.site))
  if (same !== undefined) throw invalid('sites', `${same} is there twice`)
}

/**
 * Whether a plan can be kept to among the others in force.
 * @param plans all of them, with this one
 * @throws CodedError BAD_REQUEST, UNKNOWN_SKILL, UNKNOWN_CLASS, UNKNOWN_SITE, UNKNOWN_PART, BAD_QUANTITY
 */
export async function checkPlan(
  trx: Trx,
  needs: Workshop,
  plans: ReadonlyMap<string, Plan>,
  plan: Plan,
): Promise<void> {
  checkPlaces(needs, plan)
  checkIncludes(plans, plan)
  checkItems(plans, plan)
  for (const { partNo, quantity } of plan.parts) checkQuantity(await lockPart(trx, partNo), quantity)
}
