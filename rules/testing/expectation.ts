import { SEVERITIES, type Severity } from '#domain/faults.ts'
import type { Millis } from '#domain/time.ts'
import { formatDuration, parseDuration } from './duration.ts'

const STATES = ['pending', 'firing', 'graded', 'resolved'] as const

/** What is expected of a fault at a time, or what it did: it fires, is graded otherwise, is resolved, or is found pending. */
export interface Moment {
  at: Millis
  state: (typeof STATES)[number]
  severity?: Severity
}

/**
 * Reads `5m pending; 10m firing major; 25m resolved`, or `none`. Every firing, change of grade (`20m graded
 * major`) and resolution must be named; pending is
 * looked for at the times named; a severity is compared where one is named.
 * @throws Error with what is wrong, in words
 */
export function parseHistory(text: string): Moment[] {
  if (text.trim() === 'none') return []
  const moments = text.split(';').map(part => parseMoment(part.trim()))
  if (moments.some((m, i) => m.at < (moments[i - 1]?.at ?? 0))) throw new Error(`"${text}" is not in order of time`)
  return moments
}

function parseMoment(text: string): Moment {
  const [when = '', stateWord, severityWord, ...rest] = text.split(/\s+/)
  const at = parseDuration(when)
  const state = STATES.find(s => s === stateWord)
  const severity = SEVERITIES.find(s => s === severityWord)
  if (at === undefined || !state || rest.length > 0 || (severityWord !== undefined && !severity))
    throw new Error(`"${text}" is not a time and a state, such as 10m firing, 5m pending or 25m resolved`)
  return { at, state, ...(severity && { severity }) }
}

export const formatHistory = (moments: readonly Moment[]): string =>
  moments.map(m => [formatDuration(m.at), m.state, m.severity].filter(Boolean).join(' ')).join('; ') || 'none'
