import type { Equipment } from '#domain/equipment.ts'
import type { FaultRule } from '#domain/equipmentClass.ts'
import { CodedError } from '#domain/errors.ts'
import { type Actor, seesSite } from '#domain/people.ts'

type FindEquipment = (id: string) => Equipment | undefined

/** Whether a rule says something about the sites that somebody may see. */
export function seesRule(actor: Actor, { scope }: Pick<FaultRule, 'scope'>, equipment: FindEquipment): boolean {
  if (actor.sites.length === 0 || !scope) return true
  const sites = [...(scope.sites ?? []), ...(scope.equipment ?? []).map(id => equipment(id)?.site ?? '')]
  return sites.some(site => seesSite(actor, site))
}

/** Who is limited to some sites changes only rules that touch no other. @throws CodedError FORBIDDEN */
export function refuseForeign(actor: Actor, { scope }: Pick<FaultRule, 'scope'>, equipment: FindEquipment): void {
  if (actor.sites.length === 0) return
  const sites = [...(scope?.sites ?? []), ...(scope?.equipment ?? []).map(id => equipment(id)?.site ?? '')]
  if (sites.length === 0 || !sites.every(site => seesSite(actor, site)))
    throw new CodedError('FORBIDDEN', { scope: 'a rule of people limited to sites names only these' })
}

const opens = (rule: FaultRule): boolean => (rule.mode ?? 'on') === 'on' && rule.ticket.autoOpen

/** Only an administrator keeps a rule about danger to life from opening tickets (catalogue §0.1). @throws CodedError FORBIDDEN */
export function refuseSilencing(actor: Actor, before: FaultRule, after: FaultRule): void {
  const lifeSafety = before.lifeSafety || before.lifeSafetyWhen !== undefined
  if (lifeSafety && opens(before) && !opens(after) && actor.role !== 'admin')
    throw new CodedError('FORBIDDEN', { lifeSafety: true })
}
