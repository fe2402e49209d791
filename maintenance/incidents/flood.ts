import type { AlarmPolicy } from '#domain/alarmPolicy.ts'
import { SEVERITIES } from '#domain/faults.ts'
import type { Millis } from '#domain/time.ts'
import type { FaultRow } from '../faults/faultView.ts'
import type { Workshop } from '../needs.ts'
import type { Trx } from '../tickets/lockTicket.ts'
import { closeIncidents } from './closeIncident.ts'
import { addMember, gatherMembers, openIncident } from './openIncident.ts'

const MINUTE = 60_000

/** The faults of a site that came since then; what something else than a flood suppresses calls for nobody and does not count. */
const cameSince = (db: Trx | Workshop['database']['db'], site: string, from: Millis) =>
  db
    .selectFrom('fault')
    .where('site', '=', site)
    .where('fired_at', '>', from)
    .where(({ eb, or, selectFrom }) =>
      or([
        eb('suppressed', 'is', null),
        eb('suppressed_by', 'in', selectFrom('incident').select('incident.id').where('kind', '=', 'flood')),
      ]),
    )

/** The ticket under which a flood is worked on: that of its gravest member, of equals the first. */
async function leadTicket(trx: Trx, incident: string): Promise<void> {
  const members = await trx
    .selectFrom('fault')
    .select(['ticket', 'severity'])
    .where('incident', '=', incident)
    .where('ticket', 'is not', null)
    .orderBy('fired_at')
    .orderBy('id')
    .execute()
  const gravest = members.toSorted((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity))[0]
  if (gravest) await trx.updateTable('incident').set({ ticket: gravest.ticket }).where('id', '=', incident).execute()
}

async function openFlood(trx: Trx, site: string): Promise<string | undefined> {
  const found = await trx
    .selectFrom('incident')
    .select('id')
    .where('kind', '=', 'flood')
    .where('about', '=', site)
    .where('closed_at', 'is', null)
    .executeTakeFirst()
  return found?.id
}

/**
 * A flood: more faults of one site than an operator can follow (EEMUA 191: over 10 in 10 minutes, until fewer than 5).
 * Its members are grouped under one ticket until it ends and do not call one by one; what endangers life stays by itself.
 */
export async function joinFlood(
  trx: Trx,
  needs: Workshop,
  row: FaultRow,
  policy: AlarmPolicy,
  now: Millis,
): Promise<string | undefined> {
  const from = row.fired_at - policy.flood.windowMin * MINUTE
  const open = await openFlood(trx, row.site)
  if (open === undefined) {
    const came = await cameSince(trx, row.site, from)
      .select(eb => eb.fn.countAll<number>().as('n'))
      .executeTakeFirst()
    if (Number(came?.n ?? 0) <= policy.flood.moreThan) return undefined
  }
  const incident = open ?? (await openIncident(trx, { kind: 'flood', about: row.site, site: row.site }, now))
  if (open === undefined) {
    const members = await cameSince(trx, row.site, from)
      .select('id')
      .where('life_safety', '=', 0)
      .where('incident', 'is', null)
      .where('id', '!=', row.id)
      .execute()
    await gatherMembers(
      trx,
      needs,
      members.map(({ id }) => id),
      incident,
      policy,
      now,
    )
    await leadTicket(trx, incident)
  }
  if (row.life_safety === 1) return undefined
  await addMember(trx, row, incident, now)
  return incident
}

/** Closes the floods in which so few faults have come lately that each can be followed again. */
export async function endFloods({ database }: Workshop, policy: AlarmPolicy, now: Millis): Promise<void> {
  const { db } = database
  const open = await db
    .selectFrom('incident')
    .select(['id', 'site'])
    .where('kind', '=', 'flood')
    .where('closed_at', 'is', null)
    .execute()
  for (const { id, site } of open) {
    const came = await cameSince(db, site, now - policy.flood.windowMin * MINUTE)
      .select(eb => eb.fn.countAll<number>().as('n'))
      .executeTakeFirst()
    if (Number(came?.n ?? 0) < policy.flood.endsBelow) await database.write(trx => closeIncidents(trx, { id }, now))
  }
}
