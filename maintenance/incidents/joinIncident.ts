import type { AlarmPolicy } from '#domain/alarmPolicy.ts'
import type { Millis } from '#domain/time.ts'
import { type FaultRow, isFiring } from '../faults/faultView.ts'
import type { Workshop } from '../needs.ts'
import type { Trx } from '../tickets/lockTicket.ts'
import { isSilence } from '../tickets/priority.ts'
import { joinFlood } from './flood.ts'
import { addMember, gatherMembers, openIncident } from './openIncident.ts'
import { fedFrom, supplyOf } from './supplyOf.ts'

/** The incident over one of these that is open, or over but for its members. */
async function lasting(trx: Trx, kind: 'gateway' | 'supply', about: readonly string[]): Promise<string | undefined> {
  if (about.length === 0) return undefined
  const found = await trx
    .selectFrom('incident')
    .select('id')
    .where('kind', '=', kind)
    .where('about', 'in', about)
    .where('released_at', 'is', null)
    .orderBy('opened_at', 'desc')
    .executeTakeFirst()
  return found?.id
}

/** The faults that fired on this equipment shortly before, or at any time when only their silence counts. */
async function firingOn(trx: Trx, equipment: readonly string[], from: Millis): Promise<FaultRow[]> {
  const found: FaultRow[] = []
  for (let start = 0; start < equipment.length; start += 500)
    found.push(
      ...(await trx
        .selectFrom('fault')
        .selectAll()
        .where('equipment', 'in', equipment.slice(start, start + 500))
        .where(isFiring)
        .where('incident', 'is', null)
        .where('fired_at', '>=', from)
        .execute()),
    )
  return found
}

/** The fault is the cause of others: its gateway is gone, or what it feeds has no power. */
async function cause(
  trx: Trx,
  needs: Workshop,
  row: FaultRow,
  policy: AlarmPolicy,
  now: Millis,
): Promise<string | undefined> {
  const { gatewayLost, supplyLost } = policy
  const gateway = row.code === gatewayLost.code ? needs.equipment(row.equipment)?.gateway : undefined
  const fed = supplyLost.codes.includes(row.code) ? fedFrom(needs, row.equipment).map(({ id }) => id) : []
  if (gateway === undefined && fed.length === 0) return undefined
  const behind = [...needs.listEquipment()].filter(one => one.gateway === gateway).map(({ id }) => id)
  const about =
    gateway === undefined
      ? ({ kind: 'supply', about: row.equipment } as const)
      : ({ kind: 'gateway', about: gateway } as const)
  const incident = await openIncident(trx, { ...about, site: row.site, cause: row.id }, now)
  const joined = await addMember(trx, row, incident, now)
  const candidates =
    gateway === undefined
      ? await firingOn(trx, fed, row.fired_at - supplyLost.gatherS * 1000)
      : (await firingOn(trx, behind, 0)).filter(one => isSilence(needs.catalogue, one.class, one.code))
  const others = candidates.filter(({ id }) => id !== joined.id).map(({ id }) => id)
  await gatherMembers(trx, needs, others, incident, policy, now)
  return incident
}

/**
 * Finds what a fault that has just fired belongs to: the incident of its silent gateway, of what feeds it, one that it
 * is itself the cause of, or a flood of its site.
 * @returns the incident, of which it then is a member
 */
export async function joinIncident(
  trx: Trx,
  needs: Workshop,
  row: FaultRow,
  policy: AlarmPolicy,
  now: Millis,
): Promise<string | undefined> {
  const piece = needs.equipment(row.equipment)
  const silent = piece && isSilence(needs.catalogue, row.class, row.code)
  const found =
    (silent && piece.gateway !== undefined && (await lasting(trx, 'gateway', [piece.gateway]))) ||
    (await lasting(trx, 'supply', supplyOf(needs, row.equipment)))
  if (found) {
    await addMember(trx, row, found, now)
    return found
  }
  return (await cause(trx, needs, row, policy, now)) ?? (await joinFlood(trx, needs, row, policy, now))
}
