import type { Millis } from '#domain/time.ts'

/** A trouble that comes by itself, in simulated seconds from the start. */
export interface ScheduledFault {
  equipment: string
  fault: string
  atS: number
  /** How long it lasts; without it, until somebody repairs it. */
  forS?: number
  /** It comes again every so many seconds. */
  everyS?: number
}

export interface ScheduledStep extends Pick<ScheduledFault, 'equipment' | 'fault'> {
  at: Millis
  what: 'inject' | 'repair'
}

/** What should be there from the start comes just after it. */
const SOON_S = 0.001

function* stepsOf({ equipment, fault, atS, forS, everyS }: ScheduledFault, from: number, to: number) {
  const rounds = everyS === undefined ? 1 : Math.max(0, Math.floor((to - atS) / everyS)) + 1
  const first = everyS === undefined ? 0 : Math.max(0, Math.floor((from - atS - (forS ?? 0)) / everyS))
  for (let round = first; round < rounds; round++) {
    const begins = Math.max(atS, SOON_S) + round * (everyS ?? 0)
    if (begins > from && begins <= to) yield { equipment, fault, at: begins, what: 'inject' as const }
    const ends = begins + (forS ?? Infinity)
    if (ends > from && ends <= to) yield { equipment, fault, at: ends, what: 'repair' as const }
  }
}

/** What is to happen after `from` and up to `to`, in order. */
export function dueSteps(
  schedule: readonly ScheduledFault[],
  start: Millis,
  from: Millis,
  to: Millis,
): ScheduledStep[] {
  return schedule
    .flatMap(entry => [...stepsOf(entry, (from - start) / 1000, (to - start) / 1000)])
    .map(step => ({ ...step, at: start + step.at * 1000 }))
    .sort((a, b) => a.at - b.at)
}
