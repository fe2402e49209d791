import type { Equipment } from '#domain/equipment.ts'
import type { FaultRule } from '#domain/equipmentClass.ts'
import { CodedError } from '#domain/errors.ts'
import { type Actor, seesSite } from '#domain/people.ts'
import { scopeSites } from '#domain/ruleScope.ts'

type FindEquipment = (id: string) => Equipment | undefined

/** Who is limited to some sites changes only rules that touch no other. @throws CodedError FORBIDDEN */
export function refuseForeign(actor: Actor, rule: Pick<FaultRule, 'scope'>, equipment: FindEquipment): void {
  if (actor.sites.length === 0) return
  const sites = scopeSites(rule, equipment)
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
