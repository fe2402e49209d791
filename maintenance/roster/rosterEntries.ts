import type { Kysely, Selectable } from 'kysely'
import type { Tables } from '#database/tables.ts'
import type { RosterEntry } from '#domain/roster.ts'
import { withoutNulls } from '../withoutNulls.ts'

const toEntry = (row: Selectable<Tables['roster_entry']>): RosterEntry => ({
  id: row.id,
  technician: row.technician,
  kind: row.kind,
  weekdays: JSON.parse(row.weekdays),
  fromDay: row.from_day,
  starts: row.starts,
  ends: row.ends,
  ...withoutNulls({ site: row.site, skill: row.skill, untilDay: row.until_day, note: row.note }),
})

/** What of the roster touches the days: of these people, at the site or wherever they work; a leave counts everywhere. */
export async function readEntries(
  db: Kysely<Tables>,
  about: { site: string; technicians: readonly string[]; fromDay: string; untilDay: string },
): Promise<RosterEntry[]> {
  const rows = await db
    .selectFrom('roster_entry')
    .selectAll()
    .where('technician', 'in', [...about.technicians, ''])
    .where('from_day', '<=', about.untilDay)
    .where(eb => eb.or([eb('until_day', 'is', null), eb('until_day', '>=', about.fromDay)]))
    .where(eb => eb.or([eb('site', 'is', null), eb('site', '=', about.site), eb('kind', '=', 'leave')]))
    .orderBy('technician')
    .orderBy('from_day')
    .orderBy('id')
    .execute()
  return rows.map(toEntry)
}
