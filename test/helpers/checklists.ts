import sharp from 'sharp'
import type { ChecklistItem, NewAnswer, Visit } from '#domain/checklists.ts'
import type { Maintenance } from '#maintenance'
import { DISPATCHER } from './maintenance.ts'

/** The visit of a ticket, which has to be one. */
export async function visitOf({ tickets }: Maintenance, id: string): Promise<Visit> {
  const ticket = await tickets.get(id)
  const visit = ticket && (await tickets.visit(ticket))
  if (!visit) throw new Error(`${id} is no visit`)
  return visit
}

/** Adds a photo to a ticket. @returns its number */
export async function addTestPhoto({ intake }: Maintenance, id: string, shade = 90): Promise<number> {
  const create = { width: 8, height: 8, channels: 3 as const, background: { r: shade, g: shade, b: shade } }
  const bytes = await sharp({ create }).png().toBuffer()
  return (await intake.addPhoto({ id, ticket: id }, bytes, DISPATCHER.username)).number
}

const good = ({ result, min, max }: ChecklistItem): Partial<NewAnswer> =>
  result === 'number' ? { value: min ?? max ?? 1 } : { outcome: 'ok' }

/** Answers every line that has no answer as it should be, with one photo for all; `given` in place of it, by item. */
export async function answerAll(
  maintenance: Maintenance,
  id: string,
  given: Record<string, Partial<NewAnswer>> = {},
): Promise<void> {
  const { items, lines } = await visitOf(maintenance, id)
  const photo = await addTestPhoto(maintenance, id)
  const answers = lines
    .filter(line => line.answer === undefined)
    .map(({ item: code, equipment }): NewAnswer => {
      const item = items.find(each => each.code === code) as ChecklistItem
      const photos = item.photo || item.test ? { photos: [photo] } : {}
      return { equipment, item: code, ...(given[code] ?? good(item)), ...photos }
    })
  await maintenance.tickets.answer(id, { answers }, DISPATCHER)
}
