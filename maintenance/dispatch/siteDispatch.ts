import { isDeepStrictEqual } from 'node:util'
import type { Insertable, Kysely, Selectable } from 'kysely'
import type { Tables } from '#database/tables.ts'
import type { DispatchReference, SiteDispatch, SiteDispatchChange } from '#domain/dispatch.ts'
import { CodedError } from '#domain/errors.ts'
import type { Actor } from '#domain/people.ts'
import type { Millis } from '#domain/time.ts'
import type { Workshop } from '../needs.ts'
import type { Trx } from '../tickets/lockTicket.ts'
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

type NewRow = Omit<Insertable<Tables['site_dispatch']>, 'site'>

function toRow(change: SiteDispatchChange, changed_at: Millis, changed_by: string): NewRow {
  const { mode, acceptMin, strict, proofRequired, latitude = null, longitude = null, responsible, version } = change
  if ((latitude === null) !== (longitude === null))
    throw new CodedError('BAD_REQUEST', { longitude: 'latitude and longitude go together' })
  return {
    mode,
    accept_min: acceptMin,
    strict: strict ? 1 : 0,
    proof_required: proofRequired ? 1 : 0,
    latitude,
    longitude,
    responsible: responsible ? JSON.stringify(responsible) : null,
    version: version + 1,
    changed_at,
    changed_by,
  }
}

/** Puts a row in the place of the version before. @returns undefined when somebody else was faster */
async function replaceRow(trx: Trx, site: string, row: NewRow) {
  if (row.version === 1)
    return await trx
      .insertInto('site_dispatch')
      .values({ site, ...row })
      .onConflict(c => c.doNothing())
      .returningAll()
      .executeTakeFirst()
  return await trx
    .updateTable('site_dispatch')
    .set(row)
    .where('site', '=', site)
    .where('version', '=', row.version - 1)
    .returningAll()
    .executeTakeFirst()
}

/** @throws CodedError UNKNOWN_SITE, STALE_VERSION with the version that holds, BAD_REQUEST for half a place */
export async function changeSiteDispatch(
  needs: Workshop,
  site: string,
  change: SiteDispatchChange,
  actor: Actor,
): Promise<SiteDispatch> {
  if (!needs.site(site)) throw new CodedError('UNKNOWN_SITE', { site })
  const now = needs.clock.now()
  const row = toRow(change, now, actor.username)
  const read = (db: Kysely<Tables>) => siteDispatch(db, needs.catalogue.dispatch, site)
  const done = await needs.database.write(async trx => {
    const before = await read(trx)
    const replaced = await replaceRow(trx, site, row)
    if (!replaced) return undefined
    await wakeSite(trx, site, now)
    if (!isDeepStrictEqual(before.responsible, change.responsible)) await tellResponsible(trx, site, now)
    return replaced
  })
  if (done) return present(done)
  throw new CodedError('STALE_VERSION', { site, version: (await read(needs.database.db)).version })
}
