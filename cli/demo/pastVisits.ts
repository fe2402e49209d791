import type { Equipment } from '#domain/equipment.ts'
import type { ShippedPlan } from '#domain/plans.ts'
import type { Millis } from '#domain/time.ts'
import { createRandom, type Random, seedFor } from '#simulators'
import { dayAfter } from './dayAfter.ts'

/** A visit of the past, from its opening to its end. */
export interface PastVisit {
  plan: ShippedPlan
  site: string
  /** The equipment, or empty for a visit to a whole site. */
  subject: string
  /** What its ticket is about: the equipment, or the place that stands for the site. */
  about: string
  carried: readonly Equipment[]
  dueDay: string
  openedAt: Millis
  /** When its due window ended. */
  latestAt: Millis
  doneAt: Millis
}

/** Something that a plan is done to, with all that a visit carries. */
export interface VisitSubject {
  site: string
  subject: string
  about: string
  carried: readonly Equipment[]
}

/** A year of them would be more than anybody looks at. */
const PAST_DAYS = 80
const HOUR = 3_600_000
const DAY = 24 * HOUR
/** Hours that the demo's time zone is ahead of UTC. */
const AHEAD = 8

const intervalDays = ({ interval: { unit, value } }: ShippedPlan): number => (unit === 'd' ? value : value * 30)

/** Midnight of a day in the demo's time zone. */
const midnight = (day: string): Millis => Date.parse(`${day}T00:00:00Z`) - AHEAD * HOUR

/** How many days after the day on which it was due a visit was done: mostly before, now and then too late. */
const delayOf = ({ toleranceDays, leadDays }: ShippedPlan, random: Random): number =>
  random.chance(0.1) ? toleranceDays + random.integer(1, 2) : -random.integer(0, Math.max(0, Math.min(3, leadDays - 1)))

/** The visits of one plan to one subject until `now`, oldest first; the next is due some days around it. */
function visitsOf(plan: ShippedPlan, subject: VisitSubject, now: Millis): PastVisit[] {
  const random = createRandom(seedFor(2026, `${plan.code} ${subject.about}`))
  const found: PastVisit[] = []
  const every = intervalDays(plan)
  // The clock counts back from the next due day, so that what is due is spread over the days to come.
  for (let next = random.integer(-1, every - 1) - every; next > -PAST_DAYS; next -= every + random.integer(-2, 0)) {
    const done = Math.min(next, 0)
    const due = done - delayOf(plan, random)
    const doneAt = midnight(dayAfter(now, done)) + random.integer(8 * 60, 17 * 60) * 60_000
    if (doneAt >= now - HOUR) continue
    const dueDay = dayAfter(now, due)
    const latestAt = midnight(dueDay) + (plan.toleranceDays + 1) * DAY
    const openedAt = Math.min(midnight(dueDay) - plan.leadDays * DAY, doneAt - 2 * HOUR)
    found.push({ plan, ...subject, dueDay, doneAt, latestAt, openedAt })
  }
  return found.reverse()
}

/** Past visits of these plans, the oldest first; the same day tells the same past. */
export const pastVisits = (
  subjects: readonly { plan: ShippedPlan; subject: VisitSubject }[],
  now: Millis,
): PastVisit[] =>
  subjects.flatMap(({ plan, subject }) => visitsOf(plan, subject, now)).sort((a, b) => a.openedAt - b.openedAt)
