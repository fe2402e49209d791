import type { Database } from '#database/database.ts'
import { acceptsParam, type Catalogue, type ClassEntry } from '#domain/catalogue.ts'
import type { Equipment, Site } from '#domain/equipment.ts'
import type { FaultRule } from '#domain/equipmentClass.ts'
import { CodedError } from '#domain/errors.ts'
import { conditionProblems } from './checkConditions.ts'
import { contradictions } from './contradictions.ts'
import { type RuleProblem, refuseProblems } from './problems.ts'

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
      .filter(name => !acceptsParam(entry, name))
      .map(name => ({ code: 'UNKNOWN_PARAMETER' as const, path: '/appliesWhen', message: `no parameter ${name}` })),
    ...sites
      .filter(id => !site(id))
      .map(id => ({ code: 'UNKNOWN_SITE' as const, path: '/scope/sites', message: `no site ${id}` })),
    ...pieces
      .filter(id => equipment(id)?.class !== entry.code)
      .map(id => ({ code: 'UNKNOWN_EQUIPMENT' as const, path: '/scope/equipment', message: `no ${entry.code} ${id}` })),
    ...(catalogue.skills.some(skill => skill.code === rule.skill)
      ? []
      : [{ code: 'UNKNOWN_SKILL' as const, path: '/skill', message: `no skill ${rule.skill}` }]),
  ]
}

async function unknownParts(rule: FaultRule, { database, catalogue }: RuleWorld): Promise<RuleProblem[]> {
  const asked = rule.parts.map(part => part.partNo).filter(no => !catalogue.parts.some(part => part.partNo === no))
  if (asked.length === 0) return []
  const found = await database.db.selectFrom('part').select('part_no').where('part_no', 'in', asked).execute()
  return asked
    .filter(no => !found.some(part => part.part_no === no))
    .map(no => ({ code: 'UNKNOWN_PART', path: '/parts', message: `no part ${no}` }))
}

/** A shipped rule may be tuned; it stays the rule of its whole class, and what endangers life stays so. */
function againstCatalogue(rule: FaultRule, shipped: FaultRule | undefined): RuleProblem[] {
  if (!shipped) return []
  const found: RuleProblem[] = []
  const add = (path: string, message: string) => found.push({ code: 'RULE_INVALID', path, message })
  if (rule.scope) add('/scope', 'a rule of the catalogue holds for its whole class; add a rule of your own')
  if (shipped.lifeSafety && !rule.lifeSafety)
    add('/lifeSafety', 'a rule of the catalogue about danger to life stays one')
  return found
}

/** @throws CodedError UNKNOWN_CLASS */
export function needClass(catalogue: Catalogue, code: string): ClassEntry {
  const entry = catalogue.classes.get(code)
  if (!entry) throw new CodedError('UNKNOWN_CLASS', { class: code })
  return entry
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
