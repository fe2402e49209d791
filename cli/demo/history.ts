import type { Transaction } from 'kysely'
import { logChanges, nextNumber } from '#database/changeLog.ts'
import type { Database } from '#database/database.ts'
import type { Tables } from '#database/tables.ts'
import { type Catalogue, loadCatalogue } from '#domain/catalogue.ts'
import type { Millis } from '#domain/time.ts'
import { type Chapter, type Row, toChapter } from './chapter.ts'
import { ESTATE } from './estate.ts'
import { type PastRepair, pastRepairs, YEAR_MS } from './pastRepairs.ts'
import { TECHNICIANS } from './people.ts'

/** SQLite takes at most 32,766 values a statement. */
const ROWS_A_STATEMENT = 500

export async function insertAll<T extends keyof Tables>(trx: Transaction<Tables>, table: T, rows: readonly Row<T>[]) {
  for (let from = 0; from < rows.length; from += ROWS_A_STATEMENT)
    await trx
      .insertInto(table)
      .values(rows.slice(from, from + ROWS_A_STATEMENT))
      .execute()
}

export const technicianFor = (skill: string, site: string): string | undefined =>
  TECHNICIANS.find(t => t.skills.includes(skill) && (t.sites === undefined || t.sites.includes(site)))?.id

async function writeSurveys(trx: Transaction<Tables>, chapters: readonly Chapter[]) {
  const last = await nextNumber(trx, 'survey', chapters.length)
  const rows = chapters.map(({ survey }, i) => ({ ...survey, id: `sv-${last - chapters.length + 1 + i}` }))
  await insertAll(trx, 'survey', rows)
}

async function write(trx: Transaction<Tables>, repairs: readonly PastRepair[], catalogue: Catalogue, now: Millis) {
  const last = await nextNumber(trx, 'ticket', repairs.length)
  const chapters = repairs.map((r, i) => toChapter(r, `t-${last - repairs.length + 1 + i}`, catalogue))
  await insertAll(
    trx,
    'fault',
    chapters.map(c => c.fault),
  )
  await insertAll(
    trx,
    'ticket',
    chapters.map(c => c.ticket),
  )
  await insertAll(
    trx,
    'ticket_event',
    chapters.flatMap(c => c.events),
  )
  await insertAll(
    trx,
    'ticket_clock',
    chapters.flatMap(c => c.clocks),
  )
  await insertAll(
    trx,
    'reservation',
    chapters.flatMap(c => c.parts),
  )
  await writeSurveys(trx, chapters)
  await logChanges(
    trx,
    'faults',
    chapters.map(c => c.fault.id),
    now,
  )
  await logChanges(
    trx,
    'tickets',
    chapters.map(c => c.ticket.id),
    now,
  )
  const ids = ESTATE.equipment.map(e => e.id)
  await trx
    .updateTable('equipment')
    .set({ created_at: now - YEAR_MS })
    .where('id', 'in', ids)
    .execute()
  await logChanges(trx, 'equipment', ids, now)
}

/**
 * Writes a year of closed repairs of the demo's equipment, in one transaction; only when there is no ticket yet.
 * @returns how many
 */
export async function writeHistory(database: Database, now: Millis): Promise<number> {
  const catalogue = loadCatalogue()
  return await database.write(async trx => {
    if (await trx.selectFrom('ticket').select('id').limit(1).executeTakeFirst()) return 0
    const repairs = pastRepairs(ESTATE.equipment, catalogue, now, technicianFor)
    await write(trx, repairs, catalogue, now)
    return repairs.length
  })
}
