import type { Kysely, Selectable } from 'kysely'
import type { Tables } from '#database/tables.ts'
import type { DispatchReference, SiteDispatch, SiteDispatchChange } from '#domain/dispatch.ts'
import { CodedError } from '#domain/errors.ts'
import type { Actor } from '#domain/people.ts'
import type { Workshop } from '../needs.ts'
import { withoutNulls } from '../withoutNulls.ts'
import { tellResponsible } from './responsible.ts'
import { wakeSite } from './sweep/waits.ts'

const present = (row: Selectable<Tables['site_dispatch']>): SiteDispatch => ({
  site: row.site,
  version: row.version,
  mode: row.mode,
  acceptMin: row.accept_min,
  strict: row.strict === 1,
  proofRequired: row.proof_required === 1,
  ...withoutNulls({
    latitude: row.latitude,
    longitude: row.longitude,
    responsible: row.responsible === null ? null : JSON.parse(row.responsible),
  }),
})

/** How a site dispatches; as the catalogue says until somebody says otherwise. */
export async function siteDispatch(
  db: Kysely<Tables>,
  { defaults }: DispatchReference,
  site: string,
): Promise<SiteDispatch> {
  const row = await db.selectFrom('site_dispatch').selectAll().where('site', '=', site).executeTakeFirst()
  return row ? present(row) : { site, version: 0, ...defaults }
}

/** Every site that somebody has set. */
export async function setSites(db: Kysely<Tables>): Promise<SiteDispatch[]> {
  return (await db.selectFrom('site_dispatch').selectAll().orderBy('site').execute()).map(present)
}

/** @throws CodedError UNKNOWN_SITE, STALE_VERSION with the version that holds, BAD_REQUEST for half a place */
export async function changeSiteDispatch(
  needs: Workshop,
  site: string,
  change: SiteDispatchChange,
  actor: Actor,
): Promise<SiteDispatch> {
  if (!needs.site(site)) throw new CodedError('UNKNOWN_SITE', { site })
  const { mode, acceptMin, strict, proofRequired, latitude = null, longitude = null, responsible, version } = change
  if ((latitude === null) !== (longitude === null))
    throw new CodedError('BAD_REQUEST', { longitude: 'latitude and longitude go together' })
  const row = {
    mode,
    accept_min: acceptMin,
    strict: strict ? 1 : 0,
    proof_required: proofRequired ? 1 : 0,
    latitude,
    longitude,
    responsible: responsible ? JSON.stringify(responsible) : null,
    version: version + 1,
    changed_at: needs.clock.now(),
    changed_by: actor.username,
  }
  const done = await needs.database.write(async trx => {
    await wakeSite(trx, site, row.changed_at)
    await tellResponsible(trx, site, row.changed_at)
    return await (version === 0
      ? trx
          .insertInto('site_dispatch')
          .values({ site, ...row })
          .onConflict(c => c.doNothing())
          .returningAll()
          .executeTakeFirst()
      : trx
          .updateTable('site_dispatch')
          .set(row)
          .where('site', '=', site)
          .where('version', '=', version)
          .returningAll()
          .executeTakeFirst())
  })
  if (done) return present(done)
  const now = await siteDispatch(needs.database.db, needs.catalogue.dispatch, site)
  throw new CodedError('STALE_VERSION', { site, version: now.version })
}
