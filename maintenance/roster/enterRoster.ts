import { logChanges, nextNumber } from '#database/changeLog.ts'
import { CodedError } from '#domain/errors.ts'
import type { Actor } from '#domain/people.ts'
import type { NewRosterEntry, RosterEntry } from '#domain/roster.ts'
import { isDay } from '../clocks/localDay.ts'
import { wakeAll } from '../dispatch/sweep/waits.ts'
import type { Workshop } from '../needs.ts'
import type { Trx } from '../tickets/lockTicket.ts'

async function refuseUnknown(trx: Trx, needs: Workshop, entry: NewRosterEntry, line: number): Promise<void> {
  const { technician, site, skill, fromDay, untilDay = fromDay } = entry
  if (site !== undefined && !needs.site(site)) throw new CodedError('UNKNOWN_SITE', { site, line })
  if (skill !== undefined && !needs.catalogue.skills.some(s => s.code === skill))
    throw new CodedError('UNKNOWN_SKILL', { skill, line })
  const bad = [fromDay, untilDay].find(day => !isDay(day))
  if (bad !== undefined) throw new CodedError('BAD_REQUEST', { line, day: `there is no ${bad}` })
  if (untilDay < fromDay) throw new CodedError('BAD_REQUEST', { line, untilDay: 'lies before fromDay' })
  const known = await trx.selectFrom('technician').select('id').where('id', '=', technician).executeTakeFirst()
  if (!known) throw new CodedError('UNKNOWN_TECHNICIAN', { technician, line })
}

/**
 * Enters all of the entries or none.
 * @throws CodedError UNKNOWN_TECHNICIAN, UNKNOWN_SITE, UNKNOWN_SKILL, BAD_REQUEST; `line` counts from 1
 */
export async function enterRoster(
  needs: Workshop,
  entries: readonly NewRosterEntry[],
  actor: Actor,
): Promise<RosterEntry[]> {
  const now = needs.clock.now()
  return await needs.database.write(async trx => {
    const made: RosterEntry[] = []
    for (const [index, entry] of entries.entries()) {
      await refuseUnknown(trx, needs, entry, index + 1)
      const id = `r-${await nextNumber(trx, 'roster')}`
      const { technician, site, skill, kind, weekdays, fromDay, untilDay, starts, ends, note } = entry
      const row = {
        id,
        technician,
        kind,
        starts,
        ends,
        site: site ?? null,
        skill: skill ?? null,
        weekdays: JSON.stringify([...weekdays].sort()),
        from_day: fromDay,
        until_day: untilDay ?? null,
        note: note ?? null,
        created_at: now,
        created_by: actor.username,
      }
      await trx.insertInto('roster_entry').values(row).execute()
      made.push({ id, ...entry })
    }
    const people = [...new Set(made.map(entry => `technician:${entry.technician}`))]
    await wakeAll(trx, now)
    await logChanges(trx, 'system', people, now)
    return made
  })
}
