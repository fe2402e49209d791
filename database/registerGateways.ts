import { sql } from 'kysely'
import type { Gateway } from '#domain/equipment.ts'
import { CodedError } from '#domain/errors.ts'
import { RESERVED_GATEWAYS } from '#domain/topics.ts'
import { logChanges } from './changeLog.ts'
import { needSite, type RegisterNeeds, refuseExisting } from './registerSites.ts'
import { toGateway } from './registryMirror.ts'
import { hashSecret, isMadeSecret, makeSecret, verifyPassword, verifySecret } from './secrets.ts'

/** @throws CodedError UNKNOWN_SITE, ALREADY_EXISTS, BAD_REQUEST for a name that topics reserve */
export async function addGateway(
  { database, mirror, now }: RegisterNeeds,
  { id, site }: { id: string; site: string },
): Promise<{ gateway: Gateway; password: string }> {
  needSite(mirror, site)
  if (RESERVED_GATEWAYS.includes(id)) throw new CodedError('BAD_REQUEST', { id: `${id} is a reserved name` })
  const password = makeSecret()
  const password_hash = hashSecret(password)
  const row = { id, site, password_hash, online: null, session: null, last_seen: null }
  await database.write(async trx => {
    const { numInsertedOrUpdatedRows } = await trx
      .insertInto('gateway')
      .values(row)
      .onConflict(c => c.doNothing())
      .executeTakeFirst()
    refuseExisting(numInsertedOrUpdatedRows, id)
    await logChanges(trx, 'system', [`gateway:${id}`], now())
  })
  const gateway = toGateway(row)
  mirror.gateways.set(id, gateway)
  mirror.hashes.set(id, password_hash)
  return { gateway, password }
}

/** Notes a gateway's life sign. Offline counts only from the session that is online: an old Will may arrive late. */
export async function noteGateway(
  { database, mirror }: RegisterNeeds,
  id: string,
  { online, session, at }: { online: boolean; session: string; at: number },
): Promise<void> {
  const known = mirror.gateways.get(id)
  if (!known) return
  const noted = await database.write(async trx => {
    let update = trx
      .updateTable('gateway')
      .set({ online: online ? 1 : 0, session, last_seen: at })
      .where('id', '=', id)
    if (!online) update = update.where(sql<boolean>`(session is null or session = ${session})`)
    const { numUpdatedRows } = await update.executeTakeFirst()
    if (numUpdatedRows === 1n && known.online !== online) await logChanges(trx, 'system', [`gateway:${id}`], at)
    return numUpdatedRows === 1n
  })
  if (noted) mirror.gateways.set(id, { ...known, online, lastSeen: at })
}

/** Nobody's password: checking against it takes an unknown gateway as long as a known one with a wrong password. */
const NOBODY = hashSecret(makeSecret())

/** Keeps a password that was kept by a slow hash by a fast one from now on; one that fails is tried at the next sign-in. */
async function rehash({ database, mirror }: RegisterNeeds, id: string, password: string, old: string): Promise<void> {
  const password_hash = hashSecret(password)
  const kept = database.db.updateTable('gateway').set({ password_hash }).where('id', '=', id)
  const { numUpdatedRows } = await kept.where('password_hash', '=', old).executeTakeFirst()
  if (numUpdatedRows === 1n && mirror.hashes.get(id) === old) mirror.hashes.set(id, password_hash)
}

async function isPasswordOf(needs: RegisterNeeds, id: string, password: string): Promise<boolean> {
  const kept = needs.mirror.hashes.get(id) ?? NOBODY
  const fast = verifySecret(password, kept)
  if (fast !== undefined) return fast
  if (!(await verifyPassword(password, kept))) return false
  // Not waited for: a gateway comes in while the database is away.
  if (isMadeSecret(password)) void rehash(needs, id, password, kept).catch(() => undefined)
  return true
}

/** The site of the gateway, when the password is its own. A gateway that another process registered is looked up. */
export async function authenticateGateway(
  needs: RegisterNeeds,
  reload: () => Promise<void>,
  id: string,
  password: string,
): Promise<{ site: string } | undefined> {
  const { database, mirror } = needs
  if (!mirror.gateways.has(id)) {
    const row = await database.db.selectFrom('gateway').select('id').where('id', '=', id).executeTakeFirst()
    if (row) await reload()
  }
  const known = await isPasswordOf(needs, id, password)
  const gateway = mirror.gateways.get(id)
  return known && gateway ? { site: gateway.site } : undefined
}
