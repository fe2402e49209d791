import { Value } from 'typebox/value'
import type { Tables } from '#database/tables.ts'
import { CodedError } from '#domain/errors.ts'
import type { Actor } from '#domain/people.ts'
import { type NewServicePolicy, ServicePolicy, type ServicePolicyVersion } from '#domain/servicePolicy.ts'
import type { Millis } from '#domain/time.ts'
import type { MaintenanceNeeds } from '../needs.ts'
import { withoutNulls } from '../withoutNulls.ts'
import { refuseHoles } from './refuseHoles.ts'

type Needs = Pick<MaintenanceNeeds, 'database' | 'catalogue' | 'clock' | 'log'>

/** The service levels, version by version. */
export interface Policies {
  /** The one that holds at that time. */
  at(time: Millis): ServicePolicyVersion
  /** The one of that number; without a number the first. */
  get(version: number | null): ServicePolicyVersion
  list(): readonly ServicePolicyVersion[]
  /** Takes a new version. @throws CodedError BAD_REQUEST with what is wrong where, STALE_VERSION */
  add(input: NewServicePolicy, actor: Actor): Promise<ServicePolicyVersion>
}

/** What was written before there were these parts has those of the catalogue. */
const whole = ({ catalogue }: Pick<Needs, 'catalogue'>, policy: string): ServicePolicy => {
  const { survey, calls, complaints, rootCause, parts } = cleaned(catalogue.serviceLevels)
  return { survey, calls, complaints, rootCause, parts, ...JSON.parse(policy) }
}

const toVersion = (needs: Pick<Needs, 'catalogue'>, row: Tables['service_policy']): ServicePolicyVersion => ({
  version: row.version,
  inForceAt: row.in_force_at,
  createdAt: row.created_at,
  createdBy: row.created_by,
  policy: whole(needs, row.policy),
  ...withoutNulls({ note: row.note }),
})

/** Only what the schema knows. */
const cleaned = (policy: unknown): ServicePolicy => Value.Clean(ServicePolicy, structuredClone(policy)) as ServicePolicy

/** A policy does not hold in the past, nor before one that was entered earlier. */
function refuseTime(inForceAt: Millis, now: Millis, latest: ServicePolicyVersion): void {
  const problem = inForceAt < now ? 'past' : inForceAt < latest.inForceAt ? 'beforeLatest' : undefined
  if (problem) throw new CodedError('BAD_REQUEST', { problems: [{ path: '/inForceAt', problem }] })
}

async function readVersions(needs: Needs): Promise<ServicePolicyVersion[]> {
  const { db } = needs.database
  const rows = await db.selectFrom('service_policy').selectAll().orderBy('version').execute()
  return rows.map(row => toVersion(needs, row))
}

/** The first start enters the catalogue's policy as version 1. */
async function enterFirst({ database, catalogue, clock }: Needs): Promise<void> {
  const row = {
    version: 1,
    in_force_at: 0,
    created_at: clock.now(),
    created_by: 'catalogue',
    note: null,
    policy: JSON.stringify(cleaned(catalogue.serviceLevels)),
  }
  await database.write(trx =>
    trx
      .insertInto('service_policy')
      .values(row)
      .onConflict(c => c.doNothing())
      .execute(),
  )
}

export async function openPolicies(needs: Needs): Promise<Policies> {
  await enterFirst(needs)
  let versions = await readVersions(needs)
  const first = () => versions[0] as ServicePolicyVersion
  return {
    at: time => versions.findLast(v => v.inForceAt <= time) ?? first(),
    get: version => versions.find(v => v.version === version) ?? first(),
    list: () => versions,
    add: async ({ policy, version, note, inForceAt = needs.clock.now() }, actor) => {
      const now = needs.clock.now()
      refuseHoles(policy)
      const latest = versions.at(-1) as ServicePolicyVersion
      if (version !== undefined && version !== latest.version)
        throw new CodedError('STALE_VERSION', { version: latest.version })
      refuseTime(inForceAt, now, latest)
      const row = {
        version: latest.version + 1,
        in_force_at: inForceAt,
        created_at: now,
        created_by: actor.username,
        note: note ?? null,
        policy: JSON.stringify(cleaned(policy)),
      }
      await needs.database.write(async trx => {
        const { numInsertedOrUpdatedRows } = await trx
          .insertInto('service_policy')
          .values(row)
          .onConflict(c => c.doNothing())
          .executeTakeFirst()
        if (numInsertedOrUpdatedRows !== 1n) throw new CodedError('STALE_VERSION', { version: row.version })
      })
      versions = await readVersions(needs)
      needs.log.info({ by: actor.username, version: row.version }, 'new service levels')
      return toVersion(needs, row)
    },
  }
}
