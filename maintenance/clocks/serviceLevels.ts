import { type Catalogue, paramOf } from '#domain/catalogue.ts'
import type { Equipment } from '#domain/equipment.ts'
import { CodedError } from '#domain/errors.ts'
import type { Span } from '#domain/promise.ts'
import { type PriorityLevel, promisedClocks, type ServicePolicy } from '#domain/servicePolicy.ts'
import type { ClockKind } from '#domain/ticketClocks.ts'
import type { Priority, TicketKind } from '#domain/tickets.ts'

/** What the promises depend on. `minor`: a short repair for which no part is missing (PL-MINOR-1WD). */
export interface PromiseBasis {
  kind: TicketKind
  priority: Priority
  minor: boolean
  equipment: Equipment
}

export interface ServicePromise {
  kind: ClockKind
  span: Span
}

export function levelOf({ priorities }: ServicePolicy, priority: Priority): PriorityLevel {
  const level = priorities.find(p => p.code === priority)
  if (!level) throw new CodedError('CATALOGUE_INVALID', { priority }, 'No such priority level')
  return level
}

function arriveMinutes({ classes }: Catalogue, level: PriorityLevel, equipment: Equipment): number | null {
  const entry = classes.get(equipment.class)
  const limit = level.code === 'P0' && entry ? paramOf(entry, equipment.params, 'arrivalLimitMin') : undefined
  return typeof limit === 'number' ? limit : level.arriveMin
}

function resolveSpan({ resolve }: PriorityLevel, minor: boolean): Span {
  if ('elapsedMin' in resolve) return resolve
  return { workingDays: minor ? (resolve.minorWorkingDays ?? resolve.workingDays) : resolve.workingDays }
}

/**
 * What a new ticket is promised (catalogue §5.2 and §5.3). P0 on lifts arrives within the site's legal limit
 * (TSG T5002-2017 Art. 5(4)).
 */
export function promisesOf(catalogue: Catalogue, policy: ServicePolicy, basis: PromiseBasis): ServicePromise[] {
  const level = levelOf(policy, basis.priority)
  const minutes: [ClockKind, number | null][] = [
    ['acknowledge', level.ackMin],
    ['dispatch', level.dispatchMin],
    ['arrive', arriveMinutes(catalogue, level, basis.equipment)],
    ['makeSafe', level.makeSafeMin],
    ['respond', level.respondMin],
  ]
  const elapsed = minutes.flatMap(([kind, min]) => (min === null ? [] : [{ kind, span: { elapsedMin: min } }]))
  const promises = [...elapsed, { kind: 'resolve' as const, span: resolveSpan(level, basis.minor) }]
  const promised = promisedClocks(basis.kind)
  return promises.filter(({ kind }) => promised.includes(kind))
}
