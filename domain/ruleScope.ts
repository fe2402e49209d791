import type { Equipment } from './equipment.ts'
import type { FaultRule } from './equipmentClass.ts'
import { type Actor, seesSite } from './people.ts'

type FindEquipment = (id: string) => Pick<Equipment, 'site'> | undefined
type Scoped = Pick<FaultRule, 'scope'>

/** The sites that a rule's scope touches; none where it is about a whole class. */
export const scopeSites = ({ scope }: Scoped, equipment: FindEquipment): string[] => [
  ...(scope?.sites ?? []),
  ...(scope?.equipment ?? []).map(id => equipment(id)?.site ?? ''),
]

/** Whether a rule says something about the sites that somebody may see. */
export const seesRule = (actor: Actor, rule: Scoped, equipment: FindEquipment): boolean =>
  actor.sites.length === 0 || !rule.scope || scopeSites(rule, equipment).some(site => seesSite(actor, site))

/** A rule without what its scope says about other sites. */
export function ruleAsSeen<T extends Scoped>(actor: Actor, rule: T, equipment: FindEquipment): T {
  if (actor.sites.length === 0 || !rule.scope) return rule
  const sites = rule.scope.sites?.filter(site => seesSite(actor, site)) ?? []
  const pieces = rule.scope.equipment?.filter(id => seesSite(actor, equipment(id)?.site ?? '')) ?? []
  const scope = { ...(sites.length > 0 && { sites }), ...(pieces.length > 0 && { equipment: pieces }) }
  return { ...rule, scope }
}
