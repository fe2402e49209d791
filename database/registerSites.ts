import type { Site } from '#domain/equipment.ts'
import { CodedError } from '#domain/errors.ts'
import { logChanges } from './changeLog.ts'
import type { Database } from './database.ts'
import type { RegistryMirror } from './registryMirror.ts'

/** What registering needs: the database, what memory shows of it, and the time. */
export interface RegisterNeeds {
  database: Database
  mirror: RegistryMirror
  now: () => number
}

/** Refuses when an insert that gives way to an existing row wrote nothing. */
export function refuseExisting(inserted: bigint | undefined, id: string): void {
  if (inserted !== 1n) throw new CodedError('ALREADY_EXISTS', { id })
}

export function needSite(mirror: RegistryMirror, site: string): void {
  if (!mirror.sites.has(site)) throw new CodedError('UNKNOWN_SITE', { site })
}

/** @throws CodedError ALREADY_EXISTS */
export async function addSite({ database, mirror, now }: RegisterNeeds, site: Site): Promise<Site> {
  await database.write(async trx => {
    const { numInsertedOrUpdatedRows } = await trx
      .insertInto('site')
      .values(site)
      .onConflict(c => c.doNothing())
      .executeTakeFirst()
    refuseExisting(numInsertedOrUpdatedRows, site.id)
    await logChanges(trx, 'system', [`site:${site.id}`], now())
  })
  mirror.sites.set(site.id, site)
  return site
}
