import type { Duty, RosterEntry, RosterGap } from '#domain/roster.ts'
import { addDays, dayAt, momentOf } from '../clocks/localDay.ts'
import { type Span, without } from './spans.ts'

/** 1 is Monday (ISO 8601). */
const weekday = (day: string): number => new Date(Date.parse(day)).getUTCDay() || 7

const covers = ({ fromDay, untilDay, weekdays }: RosterEntry, day: string): boolean =>
  fromDay <= day && (untilDay === undefined || day <= untilDay) && weekdays.includes(weekday(day))

/** The days on which something may start that reaches into the span: one more before, for what goes over midnight. */
function daysOf(zone: string, { from, to }: Span): string[] {
  const days: string[] = []
  const last = dayAt(zone, to)
  for (let day = addDays(dayAt(zone, from), -1); day <= last; day = addDays(day, 1)) days.push(day)
  return days
}

const spansOf = (entry: RosterEntry, zone: string, days: readonly string[]): Span[] =>
  days
    .filter(day => covers(entry, day))
    .map(day => ({
      from: momentOf(zone, day, entry.starts),
      to: momentOf(zone, entry.ends <= entry.starts ? addDays(day, 1) : day, entry.ends),
    }))

/** Who is on duty when, within a span of time in a time zone: the patterns without the leaves, in the order of time. */
export function dutiesOf(entries: readonly RosterEntry[], zone: string, within: Span): Duty[] {
  const days = daysOf(zone, within)
  const leaves = new Map<string, Span[]>()
  for (const entry of entries)
    if (entry.kind === 'leave')
      leaves.set(entry.technician, [...(leaves.get(entry.technician) ?? []), ...spansOf(entry, zone, days)])
  const duties = entries.flatMap(entry => {
    const { technician, kind, site, skill } = entry
    if (kind === 'leave') return []
    const what = { technician, kind, ...(site !== undefined && { site }), ...(skill !== undefined && { skill }) }
    return spansOf(entry, zone, days)
      .map(({ from, to }) => ({ from: Math.max(from, within.from), to: Math.min(to, within.to) }))
      .filter(({ from, to }) => from < to)
      .flatMap(span => without(span, leaves.get(technician) ?? []))
      .map(span => ({ ...what, ...span }))
  })
  return duties.sort((a, b) => a.from - b.from || a.technician.localeCompare(b.technician))
}

/** The times in which nobody who has a skill is on duty. */
export function gapsOf(
  duties: readonly Duty[],
  skills: readonly string[],
  { within, has }: { within: Span; has(technician: string, skill: string): boolean },
): RosterGap[] {
  return skills.flatMap(skill => {
    const covered = duties.filter(d => (d.skill === undefined || d.skill === skill) && has(d.technician, skill))
    return without(within, covered).map(gap => ({ skill, ...gap }))
  })
}
