import type { AlarmPolicy } from '#domain/alarmPolicy.ts'
import { CodedError } from '#domain/errors.ts'
import type { Actor } from '#domain/people.ts'
import type { Millis } from '#domain/time.ts'
import type { FaultRow } from './faultView.ts'

/** Who may shelve what for how long stands in the policy. @throws CodedError BAD_REQUEST, FORBIDDEN */
export function refuseShelf(
  fault: FaultRow,
  { role }: Actor,
  until: Millis,
  now: Millis,
  { shelving }: AlarmPolicy,
): void {
  if (until <= now) throw new CodedError('BAD_REQUEST', { until: 'must lie ahead' })
  const grave = fault.severity === 'major' && fault.life_safety === 1
  if (grave && !shelving.majorLifeSafetyRoles.includes(role)) throw new CodedError('FORBIDDEN', { lifeSafety: true })
  const hours = grave ? Math.min(shelving.majorLifeSafetyMaxHours, shelving.maxHours[role]) : shelving.maxHours[role]
  if (until - now > hours * 3_600_000) throw new CodedError('FORBIDDEN', { longestUntil: now + hours * 3_600_000 })
}
