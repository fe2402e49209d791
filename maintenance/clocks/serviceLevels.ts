import { type PriorityLevel, paramOf } from '#domain/catalogue.ts'
import type { Equipment } from '#domain/equipment.ts'
import { CodedError } from '#domain/errors.ts'
import type { ClockKind, Priority } from '#domain/tickets.ts'
import type { Millis } from '#domain/time.ts'
import type { Workshop } from '../needs.ts'

const MINUTE = 60_000

/** What the due times depend on. `minor`: a short repair for which no part is missing (PL-MINOR-1WD). */
export interface Promised {
  priority: Priority
  openedAt: Millis
  minor: boolean
  equipment: Equipment
}

type Needs = Pick<Workshop, 'catalogue' | 'calendar'>

function arriveMinutes({ catalogue }: Needs, level: PriorityLevel, equipment: Equipment): number | null {
  const entry = catalogue.classes.get(equipment.class)
  const limit = level.code === 'P0' && entry ? paramOf(entry, equipment.params, 'arrivalLimitMin') : undefined
  return typeof limit === 'number' ? limit : level.arriveMin
}

function resolveDue({ calendar }: Needs, { resolve }: PriorityLevel, { openedAt, minor }: Promised): Millis {
  if ('elapsedMin' in resolve) return openedAt + resolve.elapsedMin * MINUTE
  const days = minor ? (resolve.minorWorkingDays ?? resolve.workingDays) : resolve.workingDays
  return calendar.addWorkingDays(openedAt, days)
}

/** When each promise of catalogue §5.2 and §5.3 is due. P0 on lifts arrives within the site's legal limit (TSG T5002-2017 Art. 5(4)). */
export function dueTimes(needs: Needs, promised: Promised): { kind: ClockKind; dueAt: Millis }[] {
  const level = needs.catalogue.serviceLevels.priorities.find(p => p.code === promised.priority)
  if (!level) throw new CodedError('CATALOGUE_INVALID', { priority: promised.priority }, 'No such priority level')
  const minutes: [ClockKind, number | null][] = [
    ['acknowledge', level.ackMin],
    ['dispatch', level.dispatchMin],
    ['arrive', arriveMinutes(needs, level, promised.equipment)],
    ['makeSafe', level.makeSafeMin],
    ['respond', level.respondMin],
  ]
  const elapsed = minutes.flatMap(([kind, min]) =>
    min === null ? [] : [{ kind, dueAt: promised.openedAt + min * MINUTE }],
  )
  return [...elapsed, { kind: 'resolve', dueAt: resolveDue(needs, level, promised) }]
}
