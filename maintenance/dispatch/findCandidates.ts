import type { Kysely, Selectable } from 'kysely'
import type { Tables } from '#database/tables.ts'
import type { Candidate } from '#domain/candidates.ts'
import { certificateOn } from '#domain/certificates.ts'
import type { Duty, RosterEntry } from '#domain/roster.ts'
import type { Millis } from '#domain/time.ts'
import { addDays, dayAt } from '../clocks/localDay.ts'
import type { Workshop } from '../needs.ts'
import { lists } from '../people/lists.ts'
import { dutiesOf } from '../roster/duties.ts'
import { readEntries } from '../roster/rosterEntries.ts'
import { withoutNulls } from '../withoutNulls.ts'
import { distances } from './distances.ts'
import { type CandidateFacts, rank } from './rank.ts'
import { refusals } from './refusals.ts'
import { siteDispatch } from './siteDispatch.ts'
import { openTickets, positions, visits } from './workload.ts'

/** The work that somebody is looked for. */
export interface Work {
  /** Absent before the ticket is there. */
  ticket?: string
  site: string
  equipment: string
  skill: string | null | undefined
  /** The day of the visit at the site. */
  day: string
  at: Millis
  /** Only those who have the skill. */
  skilledOnly?: boolean
}

async function readPeople(db: Kysely<Tables>, { site, skill, skilledOnly }: Work) {
  return await db
    .selectFrom('technician')
    .selectAll()
    .where('active', '=', 1)
    .where(eb => eb.or([eb('sites', '=', '[]'), lists('sites', site)]))
    .$if(skilledOnly === true, q => q.where(lists('skills', skill ?? '')))
    .orderBy('id')
    .execute()
}

/** How somebody stands in the roster now, for work that asks for a skill. */
function dutyOf(
  id: string,
  { skill }: Work,
  now: readonly Duty[],
  entries: readonly RosterEntry[],
): CandidateFacts['duty'] {
  const own = now.filter(d => d.technician === id && (d.skill === undefined || d.skill === skill))
  if (own.some(d => d.kind === 'shift')) return 'shift'
  if (own.length > 0) return 'onCall'
  return entries.some(e => e.technician === id) ? 'off' : 'unknown'
}

type Person = Selectable<Tables['technician']>

/** What the database knows of all the people at once. */
async function surroundings(db: Kysely<Tables>, needs: Workshop, work: Work, people: readonly Person[]) {
  const { site, at } = work
  const technicians = people.map(p => p.id)
  const zone = needs.timezone(site)
  const today = dayAt(zone, at)
  const entries = await readEntries(db, {
    site,
    technicians,
    fromDay: addDays(today, -31),
    untilDay: addDays(today, 31),
  })
  const where = await positions(db, people)
  return {
    entries,
    duties: dutiesOf(entries, zone, { from: at, to: at + 1 }),
    open: await openTickets(db, technicians, work.ticket),
    visits: await visits(db, work.equipment, technicians),
    refused: await refusals(db, work.ticket, since => dutiesOf(entries, zone, { from: since, to: at + 1 })),
    where,
    km: await distances(db, site, [...where.values()]),
  }
}

/** Those who could do the work, ranked; the one place that decides who is proposed, offered and shown. */
export async function findCandidates(db: Kysely<Tables>, needs: Workshop, work: Work): Promise<Candidate[]> {
  const { dispatch, skills } = needs.catalogue
  const people = await readPeople(db, work)
  if (people.length === 0) return []
  const skill = skills.find(s => s.code === work.skill)
  const around = await surroundings(db, needs, work, people)
  const facts = people.map((person): CandidateFacts => {
    const { id, name, phone, company } = person
    const place = around.where.get(id)
    const km = place === undefined ? undefined : around.km.get(place)
    const sites: string[] = JSON.parse(person.sites)
    const refused = around.refused.get(id)
    return {
      technician: id,
      name,
      ...withoutNulls({ phone, company }),
      skilled: work.skill ? (JSON.parse(person.skills) as string[]).includes(work.skill) : undefined,
      certificate: certificateOn(work.day, skill, JSON.parse(person.certificates)),
      duty: dutyOf(id, work, around.duties, around.entries),
      open: around.open.get(id) ?? 0,
      atSite: place === work.site,
      ...(km !== undefined && { km }),
      visits: around.visits.get(id) ?? 0,
      namedSite: sites.includes(work.site),
      ...(refused !== undefined && { refused }),
    }
  })
  const { strict } = await siteDispatch(db, dispatch, work.site)
  return rank(facts, { points: dispatch.points, strict })
}
