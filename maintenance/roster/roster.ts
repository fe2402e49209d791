import { logChanges } from '#database/changeLog.ts'
import type { Catalogue } from '#domain/catalogue.ts'
import { CodedError } from '#domain/errors.ts'
import { type Actor, seesSite } from '#domain/people.ts'
import type { Duty, NewRosterEntry, RosterEntry, RosterWeek } from '#domain/roster.ts'
import type { Millis } from '#domain/time.ts'
import { addDays, dayAt, isDay, momentOf } from '../clocks/localDay.ts'
import { wakeAll } from '../dispatch/sweep/waits.ts'
import type { Workshop } from '../needs.ts'
import { lists } from '../people/lists.ts'
import { dutiesOf, gapsOf } from './duties.ts'
import { enterRoster } from './enterRoster.ts'
import { readEntries } from './rosterEntries.ts'

export interface Roster {
  /** From a day on (YYYY-MM-DD at the site; today when left out). @throws CodedError UNKNOWN_SITE, BAD_REQUEST */
  week(query: { site: string; from?: string | undefined; days?: number | undefined }): Promise<RosterWeek>
  /** Who is on shift or on call at the site, now when no time is named; with `skill`, those who have it. @throws CodedError UNKNOWN_SITE */
  onDuty(query: { site: string; at?: Millis | undefined; skill?: string | undefined }): Promise<Duty[]>
  /** All or none. @throws CodedError UNKNOWN_TECHNICIAN, UNKNOWN_SITE, UNKNOWN_SKILL, BAD_REQUEST */
  enter(entries: readonly NewRosterEntry[], actor: Actor): Promise<RosterEntry[]>
  /** @throws CodedError NOT_FOUND */
  remove(id: string, actor: Actor): Promise<void>
}

/** The skills that the faults of a site's equipment ask for. */
function skillsOf(
  { listEquipment, catalogue }: { listEquipment: Workshop['listEquipment']; catalogue: Catalogue },
  site: string,
): string[] {
  const classes = new Set([...listEquipment()].filter(e => e.site === site).map(e => e.class))
  return [...new Set([...classes].flatMap(c => catalogue.classes.get(c)?.faults.map(f => f.skill) ?? []))].sort()
}

/** The active people who work at a site, with their skills. */
async function peopleOf({ database: { db } }: Workshop, site: string): Promise<Map<string, string[]>> {
  const rows = await db
    .selectFrom('technician')
    .select(['id', 'skills'])
    .where('active', '=', 1)
    .where(eb => eb.or([eb('sites', '=', '[]'), lists('sites', site)]))
    .execute()
  return new Map(rows.map(({ id, skills }) => [id, JSON.parse(skills)]))
}

async function within(needs: Workshop, site: string, span: { from: Millis; to: Millis }) {
  if (!needs.site(site)) throw new CodedError('UNKNOWN_SITE', { site })
  const zone = needs.timezone(site)
  const people = await peopleOf(needs, site)
  const days = { fromDay: addDays(dayAt(zone, span.from), -1), untilDay: dayAt(zone, span.to) }
  const entries = await readEntries(needs.database.db, { site, technicians: [...people.keys()], ...days })
  return { entries, duties: dutiesOf(entries, zone, span), people }
}

async function readWeek(needs: Workshop, site: string, from: string | undefined, days: number): Promise<RosterWeek> {
  const zone = needs.timezone(site)
  const first = from ?? dayAt(zone, needs.clock.now())
  if (!isDay(first)) throw new CodedError('BAD_REQUEST', { from: `there is no ${first}` })
  const span = { from: momentOf(zone, first, '00:00'), to: momentOf(zone, addDays(first, days), '00:00') }
  const { entries, duties, people } = await within(needs, site, span)
  const has = (technician: string, skill: string) => people.get(technician)?.includes(skill) ?? false
  return { site, ...span, entries, duties, gaps: gapsOf(duties, skillsOf(needs, site), { within: span, has }) }
}

async function removeEntry({ database, clock }: Workshop, id: string, actor: Actor): Promise<void> {
  await database.write(async trx => {
    const row = await trx
      .deleteFrom('roster_entry')
      .where('id', '=', id)
      .returning(['technician', 'site'])
      .executeTakeFirst()
    if (!row || (row.site !== null && !seesSite(actor, row.site))) throw new CodedError('NOT_FOUND', { entry: id })
    await wakeAll(trx, clock.now())
    await logChanges(trx, 'system', [`technician:${row.technician}`], clock.now())
  })
}

export function createRoster(needs: Workshop): Roster {
  return {
    week: ({ site, from, days = 7 }) => readWeek(needs, site, from, days),
    onDuty: async ({ site, at = needs.clock.now(), skill }) => {
      const { duties, people } = await within(needs, site, { from: at, to: at + 1 })
      const fits = ({ technician, skill: own }: Duty) =>
        skill === undefined || ((own ?? skill) === skill && people.get(technician)?.includes(skill))
      return duties.filter(fits)
    },
    enter: (entries, actor) => enterRoster(needs, entries, actor),
    remove: (id, actor) => removeEntry(needs, id, actor),
  }
}
