import { sql } from 'kysely'
import type { AlarmPolicy } from '#domain/alarmPolicy.ts'
import type { Equipment, Gateway } from '#domain/equipment.ts'
import type { FaultTransition } from '#domain/faults.ts'
import { GATEWAY_CLASS } from '#domain/gatewayClass.ts'
import type { Millis } from '#domain/time.ts'
import { isFiring } from '../faults/faultView.ts'
import { recordTransition } from '../faults/recordTransition.ts'
import type { Workshop } from '../needs.ts'
import { isSilence } from '../tickets/priority.ts'

/** The gateway as a piece of equipment of its own, which a fault and a ticket can be about; entered when nobody has. */
async function asEquipment(needs: Workshop, { id, site }: Gateway): Promise<Equipment> {
  const known = [...needs.listEquipment()].find(one => one.class === GATEWAY_CLASS && one.gateway === id)
  if (known) return known
  const free = needs.equipment(id) === undefined ? id : `${id.slice(0, 56)}-gateway`
  return await needs.addEquipment({
    id: free,
    site,
    gateway: id,
    class: GATEWAY_CLASS,
    name: id,
    params: {},
    occupancy: 'unknown',
  })
}

function transitionOf(
  equipment: Equipment,
  to: FaultTransition['to'],
  at: Millis,
  id: string,
  code: string,
): FaultTransition {
  const evidence = [{ metric: 'online', value: to === 'resolved', ts: at }]
  return { id, to, equipment: equipment.id, site: equipment.site, class: GATEWAY_CLASS, code, at, evidence }
}

/** The equipment behind each gateway that is silent for a reason which is not known yet. */
async function silentBehind(needs: Workshop): Promise<Map<string, Set<string>>> {
  const rows = await needs.database.db
    .selectFrom('fault')
    .select(['equipment', 'class', 'code'])
    .where(isFiring)
    .where('incident', 'is', null)
    .execute()
  const silent = new Map<string, Set<string>>()
  for (const { equipment, class: kind, code } of rows) {
    const gateway = needs.equipment(equipment)?.gateway
    if (gateway === undefined || !isSilence(needs.catalogue, kind, code)) continue
    silent.set(gateway, (silent.get(gateway) ?? new Set()).add(equipment))
  }
  return silent
}

/** How much equipment hangs on each gateway, itself not counted; looked up when somebody asks. */
function createBehind(needs: Pick<Workshop, 'listEquipment'>): (gateway: string) => number {
  let counts: Map<string, number> | undefined
  return id => {
    if (counts) return counts.get(id) ?? 0
    counts = new Map()
    for (const { class: kind, gateway } of needs.listEquipment())
      if (gateway !== undefined && kind !== GATEWAY_CLASS) counts.set(gateway, (counts.get(gateway) ?? 0) + 1)
    return counts.get(id) ?? 0
  }
}

/** Since when a gateway counts as lost: it went away, or nearly all that hangs on it is silent at once. */
function lostSince(
  { online, lastSeen }: Gateway,
  behind: () => number,
  silent: number,
  { gatewayLost }: AlarmPolicy,
  now: Millis,
): Millis | undefined {
  const { afterS, silentAtLeast, silentShare } = gatewayLost
  if (online === false && lastSeen !== undefined)
    return lastSeen + afterS * 1000 <= now ? lastSeen + afterS * 1000 : undefined
  return silent >= silentAtLeast && silent >= silentShare * behind() ? now : undefined
}

/** Whether a lost gateway has been back for long enough, or what hangs on it is heard again. */
function isBack(
  { online, lastSeen = 0 }: Gateway,
  firedAt: Millis,
  heard: boolean,
  { gatewayLost }: AlarmPolicy,
  now: Millis,
): boolean {
  if (online === false) return false
  if (online === true && lastSeen > firedAt) return lastSeen + gatewayLost.backForS * 1000 <= now
  return heard
}

async function openLosses({ database: { db } }: Workshop) {
  return await db
    .selectFrom('incident as i')
    .innerJoin('fault as f', 'f.id', 'i.cause')
    .select(['i.about as gateway', 'f.id as fault', 'f.equipment', 'f.code', 'f.fired_at as firedAt'])
    .select(eb =>
      eb
        .exists(
          eb
            .selectFrom('fault as m')
            .select(sql`1`.as('one'))
            .whereRef('m.incident', '=', 'i.id')
            .where('m.state', '=', 'resolved')
            .whereRef('m.resolved_at', '>=', 'f.fired_at'),
        )
        .as('heard'),
    )
    .where('i.kind', '=', 'gateway')
    .where('i.closed_at', 'is', null)
    .execute()
}

/**
 * Looks which gateways went silent and which came back (catalogue GTW-OFFLINE). One fault stands for all that hangs on
 * a silent gateway; the end of the silence ends it.
 */
export async function watchGateways(needs: Workshop, policy: AlarmPolicy, now: Millis): Promise<void> {
  const { code } = policy.gatewayLost
  const losses = await openLosses(needs)
  const silent = await silentBehind(needs)
  const behind = createBehind(needs)
  for (const gateway of needs.gateways()) {
    const count = silent.get(gateway.id)?.size ?? 0
    const loss = losses.find(one => one.gateway === gateway.id)
    if (loss) {
      const piece = needs.equipment(loss.equipment)
      if (piece && isBack(gateway, loss.firedAt, Boolean(loss.heard), policy, now))
        await recordTransition(needs, transitionOf(piece, 'resolved', now, loss.fault, loss.code))
      continue
    }
    const others = () => behind(gateway.id)
    const since = lostSince(gateway, others, count, policy, now)
    if (since === undefined || others() === 0) continue
    const piece = await asEquipment(needs, gateway)
    await recordTransition(needs, transitionOf(piece, 'firing', since, `f-${piece.id}-lost-${since}`, code))
  }
}
