import type { Kysely, Selectable } from 'kysely'
import { logChanges } from '#database/changeLog.ts'
import type { Tables } from '#database/tables.ts'
import { MAX_PHOTO_NUMBER } from '#domain/checklists.ts'
import { CodedError } from '#domain/errors.ts'
import type { Photo, PhotoOwner } from '#domain/reported.ts'
import type { Workshop } from '../needs.ts'
import { lockTicket, type Trx } from '../tickets/lockTicket.ts'
import { encodePhoto, exclusively, keepPhoto, type NewPhoto } from './photoFile.ts'
import { readIntakePolicy } from './policy.ts'

const toPhoto = ({ owner: _, file: __, source: ___, ...photo }: Selectable<Tables['photo']>): Photo => photo

/** The photos of reports and tickets, by owner. */
export async function photosOf(db: Kysely<Tables>, owners: readonly string[]): Promise<Map<string, Photo[]>> {
  const found = new Map<string, Photo[]>()
  if (owners.length === 0) return found
  const rows = await db
    .selectFrom('photo')
    .selectAll()
    .where('owner', 'in', owners)
    .orderBy('owner')
    .orderBy('number')
    .execute()
  for (const row of rows) found.set(row.owner, [...(found.get(row.owner) ?? []), toPhoto(row)])
  return found
}

const sentBefore = (db: Kysely<Tables>, owner: string, source: string) =>
  db.selectFrom('photo').selectAll().where('owner', '=', owner).where('source', '=', source).executeTakeFirst()

/** A visit of a plan may bring a photo for each line of its checklist besides. */
async function ofVisit(trx: Trx, ticket: string, most: number): Promise<number> {
  const visit = await trx.selectFrom('plan_visit').select('items').where('ticket', '=', ticket).executeTakeFirst()
  return Math.min(MAX_PHOTO_NUMBER, most + (visit?.items ?? 0))
}

/** Gives a photo the next number of its owner, whose ticket is held meanwhile. @throws CodedError TOO_MANY_PHOTOS */
async function addRow(
  trx: Trx,
  owner: PhotoOwner,
  photo: NewPhoto,
  { by, at, most }: { by: string; at: number; most: number },
): Promise<Photo> {
  const ticket = await lockTicket(trx, owner.ticket)
  const known = await sentBefore(trx, owner.id, photo.source)
  if (known) return toPhoto(known)
  const last = await trx
    .selectFrom('photo')
    .select(eb => eb.fn.max('number').as('number'))
    .where('owner', '=', owner.id)
    .executeTakeFirst()
  const number = (last?.number ?? 0) + 1
  const all = ticket?.id === owner.id && ticket.kind === 'preventive' ? await ofVisit(trx, owner.id, most) : most
  if (number > all) throw new CodedError('TOO_MANY_PHOTOS', { most: all })
  const row = { owner: owner.id, number, by, at, ...photo }
  await trx.insertInto('photo').values(row).execute()
  await logChanges(trx, 'tickets', [owner.ticket], at)
  return toPhoto(row)
}

/**
 * Checks a photo by its content, keeps it re-encoded, and gives it a number; the same one sent again changes nothing.
 * @throws CodedError PHOTO_INVALID, PHOTO_TOO_LARGE, TOO_MANY_PHOTOS
 */
export async function addPhoto(needs: Workshop, owner: PhotoOwner, bytes: Buffer, by: string): Promise<Photo> {
  const { database, dataDir, clock } = needs
  const { photos } = await readIntakePolicy(database.db)
  const encoded = await encodePhoto(bytes, photos)
  const { jpeg, ...facts } = encoded
  const about = { by, at: clock.now(), most: photos.maxCount }
  return await exclusively(async () => {
    const file = await keepPhoto(dataDir, jpeg)
    return await database.write(trx => addRow(trx, owner, { ...facts, file }, about))
  })
}

/** The file of a photo, below the photos' folder. */
export async function photoFileOf(db: Kysely<Tables>, owner: string, number: number): Promise<string | undefined> {
  const row = await db
    .selectFrom('photo')
    .select('file')
    .where('owner', '=', owner)
    .where('number', '=', number)
    .executeTakeFirst()
  return row?.file
}
