import { CodedError } from '#domain/errors.ts'
import type { Plan, PlanItem } from '#domain/plans.ts'
import { type Problem, problem } from '#domain/problem.ts'
import { codeOfProblem } from '#domain/ruleProblem.ts'
import { isDay } from '../clocks/localDay.ts'
import type { Workshop } from '../needs.ts'
import { isPossible } from '../parts/ledger.ts'
import type { Trx } from '../tickets/lockTicket.ts'
import { withIncluded } from './planVersions.ts'

type Plans = ReadonlyMap<string, Plan>

/** Whether a value stands further up in its list. */
const isRepeated = (value: string, i: number, all: readonly string[]): boolean => all.indexOf(value) < i

/** What is wrong with one item by itself. */
function itemProblems({ classes = [], result, min, max }: PlanItem, plan: Plan, at: string): Problem[] {
  const strange = classes.flatMap((each, i) =>
    plan.classes.includes(each) ? [] : [problem(`${at}/classes/${i}`, 'notOfPlan', { class: each })],
  )
  const limits = Object.entries({ min, max }).filter(([, limit]) => limit !== undefined)
  if (result === 'check') return [...strange, ...limits.map(([field]) => problem(`${at}/${field}`, 'noValueToLimit'))]
  const crossed = min !== undefined && max !== undefined && min > max
  return [...strange, ...(crossed ? [problem(`${at}/max`, 'least', { limit: min })] : [])]
}

/** An item has one code in a visit, whichever of the plans it carries it is from. */
function codeProblems(plans: Plans, plan: Plan): Problem[] {
  const others = withIncluded(plans, plan.code).filter(each => each.code !== plan.code)
  const elsewhere = others.flatMap(each => each.items.map(item => item.code))
  const own = plan.items.map(item => item.code)
  const clash = elsewhere.find(isRepeated)
  return [
    ...own.flatMap((code, i) =>
      isRepeated(code, i, own) || elsewhere.includes(code)
        ? [problem(`/items/${i}/code`, 'twice', { value: code })]
        : [],
    ),
    ...(clash === undefined ? [] : [problem('/includes', 'twice', { value: clash })]),
  ]
}

function includeProblem(plans: Plans, plan: Plan, code: string, at: string): Problem[] {
  const included = plans.get(code)
  if (!included) return [problem(at, 'unknownPlan', { plan: code })]
  if (included.per !== plan.per) return [problem(at, 'otherVisit', { plan: code })]
  const circle = withIncluded(plans, code).some(each => each.code === plan.code)
  return circle ? [problem(at, 'includesIt', { plan: code })] : []
}

function placeProblems({ catalogue, site }: Workshop, plan: Plan): Problem[] {
  const { skill } = plan
  const ids = plan.sites.map(each => each.site)
  return [
    ...(catalogue.skills.some(({ code }) => code === skill) ? [] : [problem('/skill', 'unknownSkill', { skill })]),
    ...plan.classes.flatMap((code, i) =>
      catalogue.classes.has(code) ? [] : [problem(`/classes/${i}`, 'unknownClass', { class: code })],
    ),
    ...plan.sites.flatMap(({ site: id, fromDay }, i) => [
      ...(site(id) ? [] : [problem(`/sites/${i}/site`, 'unknownSite', { site: id })]),
      ...(isDay(fromDay) ? [] : [problem(`/sites/${i}/fromDay`, 'noDay', { day: fromDay })]),
      ...(isRepeated(id, i, ids) ? [problem(`/sites/${i}/site`, 'twice', { value: id })] : []),
    ]),
  ]
}

async function partProblems(trx: Trx, { parts }: Plan): Promise<Problem[]> {
  if (parts.length === 0) return []
  const numbers = parts.map(part => part.partNo)
  const rows = await trx.selectFrom('part').select(['part_no', 'unit']).where('part_no', 'in', numbers).execute()
  return parts.flatMap(({ partNo, quantity }, i) => {
    const part = rows.find(row => row.part_no === partNo)
    if (!part) return [problem(`/parts/${i}/partNo`, 'unknownPart', { part: partNo })]
    return isPossible(part, quantity) ? [] : [problem(`/parts/${i}/quantity`, 'wholePieces')]
  })
}

/**
 * Whether a plan can be kept to among the others in force.
 * @param plans all of them, with this one
 * @throws CodedError with all that is wrong as `problems`, each at its field: BAD_REQUEST, or as the first of them is
 * UNKNOWN_SKILL, UNKNOWN_CLASS, UNKNOWN_SITE, UNKNOWN_PART, BAD_QUANTITY
 */
export async function checkPlan(trx: Trx, needs: Workshop, plans: Plans, plan: Plan): Promise<void> {
  const problems = [
    ...placeProblems(needs, plan),
    ...plan.includes.flatMap((code, i) => includeProblem(plans, plan, code, `/includes/${i}`)),
    ...plan.items.flatMap((item, i) => itemProblems(item, plan, `/items/${i}`)),
    ...codeProblems(plans, plan),
    ...(await partProblems(trx, plan)),
  ]
  const [first] = problems
  if (first) throw new CodedError(codeOfProblem(first) ?? 'BAD_REQUEST', { problems })
}
