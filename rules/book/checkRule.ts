import type { Database } from '#database/database.ts'
import type { Catalogue, ClassEntry } from '#domain/catalogue.ts'
import type { Equipment, Site } from '#domain/equipment.ts'
import type { FaultRule } from '#domain/equipmentClass.ts'
import { acceptsParam } from '#domain/equipmentParams.ts'
import { CodedError } from '#domain/errors.ts'
import { type RuleProblem, refuseProblems, ruleProblem } from '#domain/ruleProblem.ts'
import { conditionProblems } from './checkConditions.ts'
import { contradictions } from './contradictions.ts'

/** What a rule may name. */
export interface RuleWorld {
  database: Database
  catalogue: Catalogue
  site(id: string): Site | undefined
  equipment(id: string): Equipment | undefined
}

function unknownNames(rule: FaultRule, entry: ClassEntry, { catalogue, site, equipment }: RuleWorld): RuleProblem[] {
  const gates = [rule.appliesWhen, rule.lifeSafetyWhen].flatMap(gate => gate?.param ?? [])
  const { sites = [], equipment: pieces = [] } = rule.scope ?? {}
  return [
    ...gates
      .filter(param => !acceptsParam(entry, param))
      .map(param => ruleProblem('/appliesWhen', 'unknownParam', { class: entry.code, param })),
    ...sites.filter(id => !site(id)).map(id => ruleProblem('/scope/sites', 'unknownSite', { site: id })),
    ...pieces
      .filter(id => equipment(id)?.class !== entry.code)
      .map(id => ruleProblem('/scope/equipment', 'unknownEquipment', { class: entry.code, equipment: id })),
    ...(catalogue.skills.some(skill => skill.code === rule.skill)
      ? []
      : [ruleProblem('/skill', 'unknownSkill', { skill: rule.skill })]),
  ]
}

async function unknownParts(rule: FaultRule, { database, catalogue }: RuleWorld): Promise<RuleProblem[]> {
  const asked = rule.parts.map(part => part.partNo).filter(no => !catalogue.parts.some(part => part.partNo === no))
  if (asked.length === 0) return []
  const found = await database.db.selectFrom('part').select('part_no').where('part_no', 'in', asked).execute()
  return asked
    .filter(no => !found.some(part => part.part_no === no))
    .map(part => ruleProblem('/parts', 'unknownPart', { part }))
}

/** A shipped rule may be tuned; it stays the rule of its whole class, and what endangers life stays so. */
function againstCatalogue(rule: FaultRule, shipped: FaultRule | undefined): RuleProblem[] {
  if (!shipped) return []
  return [
    ...(rule.scope ? [ruleProblem('/scope', 'wholeClass')] : []),
    ...(shipped.lifeSafety && !rule.lifeSafety ? [ruleProblem('/lifeSafety', 'staysLifeSafety')] : []),
  ]
}

/** @throws CodedError UNKNOWN_CLASS */
export function needClass(catalogue: Catalogue, code: string): ClassEntry {
  const entry = catalogue.classes.get(code)
  if (entry) return entry
  const found = ruleProblem('/class', 'unknownClass', { class: code })
  throw new CodedError('UNKNOWN_CLASS', { class: code, problems: [found] })
}

/** What makes a rule unusable in its class: unknown names, wrong kinds, contradictory limits. Conditions that are the catalogue's own are right. */
export function usableProblems(rule: FaultRule, entry: ClassEntry, shipped: FaultRule | undefined): RuleProblem[] {
  const same =
    shipped !== undefined &&
    JSON.stringify([rule.condition, rule.clear, rule.tiers]) ===
      JSON.stringify([shipped.condition, shipped.clear, shipped.tiers])
  return same ? [] : [...conditionProblems(rule, entry), ...contradictions(rule, entry)]
}

/**
 * Whether a rule, references filled in, may come into force in its class.
 * @throws CodedError UNKNOWN_METRIC, UNKNOWN_PARAMETER, UNKNOWN_SITE, UNKNOWN_EQUIPMENT, UNKNOWN_SKILL, UNKNOWN_PART,
 * RULE_DURATION, RULE_CONTRADICTORY, RULE_INVALID; the details list every problem
 */
export async function checkRule(
  rule: FaultRule,
  entry: ClassEntry,
  shipped: FaultRule | undefined,
  world: RuleWorld,
): Promise<void> {
  refuseProblems([
    ...usableProblems(rule, entry, shipped),
    ...againstCatalogue(rule, shipped),
    ...unknownNames(rule, entry, world),
    ...(await unknownParts(rule, world)),
  ])
}
