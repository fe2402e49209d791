/** At work, reachable, or away: leave goes before the others. */
export type DutyKind = 'shift' | 'onCall' | 'leave'
