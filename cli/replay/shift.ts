import { CodedError } from '#domain/errors.ts'
import type { Millis } from '#domain/time.ts'
import { type RecordingOptions, readRecording } from './readRecording.ts'

export const SHIFTS = ['none', 'now', 'end'] as const
export type Shift = (typeof SHIFTS)[number]

/** The first and the last time of a recording. @throws CodedError BAD_REQUEST when it has none */
async function spanOf(options: RecordingOptions): Promise<{ first: Millis; last: Millis }> {
  let first = Infinity
  let last = -Infinity
  for await (const { ts } of readRecording(options)) {
    if (ts === undefined) continue
    first = Math.min(first, ts)
    last = Math.max(last, ts)
  }
  if (first === Infinity) throw new CodedError('BAD_REQUEST', undefined, 'The recording has no time that can be read')
  return { first, last }
}

/**
 * How far a recording is moved: `now` puts its first row at the present, `end` its last.
 * @throws CodedError BAD_REQUEST when it would be played into the future, which no service accepts
 */
export async function shiftBy(shift: Shift, speed: number, now: Millis, options: RecordingOptions): Promise<number> {
  if (shift === 'none') return 0
  if (shift === 'now' && (speed > 1 || speed === 0))
    throw new CodedError(
      'BAD_REQUEST',
      { speed },
      'From now on and faster than real time leads into the future: use --shift end',
    )
  const { first, last } = await spanOf(options)
  return now - (shift === 'now' ? first : last)
}
