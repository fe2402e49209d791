import { hashToken } from '#database/secrets.ts'
import type { PublicReport } from '#domain/intake.ts'
import type { Channel } from '#domain/reported.ts'
import type { Told } from './trouble.ts'

/** What was told, by whom and how. */
export const toldRow = (
  { equipment, trouble, danger, seems }: Told,
  { key, words, place, contact }: Partial<PublicReport>,
  { by, channel }: { by: string; channel: Channel },
) => ({
  site: equipment.site,
  equipment: equipment.id,
  trouble: trouble.code,
  by,
  channel,
  danger: danger ? 1 : 0,
  words: words ?? null,
  place: place ?? null,
  seems: seems ?? null,
  contact_name: contact?.name ?? null,
  contact_phone: contact?.phone ?? null,
  contact_email: contact?.email ?? null,
  forgotten_at: null,
  key_hash: key === undefined ? null : hashToken(key),
})
