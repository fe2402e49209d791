import type { AlarmPolicy } from '#domain/alarmPolicy.ts'
import { CodedError } from '#domain/errors.ts'
import { type Actor, seesSite } from '#domain/people.ts'
import type { Millis } from '#domain/time.ts'
import type { NewWindow, WindowKind } from '#domain/windows.ts'
import type { Workshop } from '../needs.ts'

const HOUR = 3_600_000
const wrong = (path: string, message: string) =>
  new CodedError('BAD_REQUEST', { problems: [{ in: 'body', path: `/${path}`, message }] })

/** A permit may hide what endangers life: only who plans the work gives it, and only for so long. @throws CodedError FORBIDDEN, BAD_REQUEST */
export function checkSpan(
  { kind, startsAt, endsAt }: { kind: WindowKind; startsAt: Millis; endsAt: Millis },
  actor: Actor,
  { windows }: AlarmPolicy,
  now: Millis,
): void {
  if (kind !== 'maintenance' && actor.role === 'technician') throw new CodedError('FORBIDDEN', { kind })
  if (endsAt <= startsAt) throw wrong('endsAt', 'must be after the start')
  if (endsAt <= now) throw wrong('endsAt', 'must lie ahead')
  const longest = windows.maxHours[kind] * HOUR
  if (endsAt - startsAt > longest)
    throw new CodedError('BAD_REQUEST', {
      problems: [{ in: 'body', path: '/endsAt', message: `${kind} lasts ${windows.maxHours[kind]} hours at most` }],
      longestUntil: startsAt + longest,
    })
}

/** @throws CodedError UNKNOWN_SITE, UNKNOWN_CLASS, BAD_REQUEST */
export function checkScope(
  needs: Workshop,
  { site, kind, equipment = [], classes = [] }: NewWindow,
  actor: Actor,
): void {
  if (!seesSite(actor, site)) throw new CodedError('UNKNOWN_SITE', { site })
  if (kind !== 'maintenance' && equipment.length + classes.length === 0)
    throw wrong('equipment', 'a permit names the equipment or the classes that it is for')
  for (const code of classes)
    if (!needs.catalogue.classes.has(code)) throw new CodedError('UNKNOWN_CLASS', { class: code })
  for (const id of equipment)
    if (needs.equipment(id)?.site !== site) throw wrong('equipment', `there is no equipment ${id} at this site`)
}
