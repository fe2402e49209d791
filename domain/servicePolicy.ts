import { type Static, Type } from 'typebox'
import { CallPolicy, ComplaintPolicy, SurveyPolicy } from './customerPolicy.ts'
import { SEVERITIES } from './faults.ts'
import { EscalationStep, Span } from './promise.ts'
import { CLOCK_KINDS, type ClockKind } from './ticketClocks.ts'
import { PRIORITIES, type Priority, type TicketKind } from './tickets.ts'
import type { Millis } from './time.ts'

const Priorities = Type.Enum([...PRIORITIES])
const Clocks = Type.Enum([...CLOCK_KINDS])
const Minutes = Type.Union([Type.Integer({ minimum: 1, maximum: 525_600 }), Type.Null()])
const Days = Type.Integer({ minimum: 1, maximum: 365 })
const TimeOfDay = Type.String({ pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$' })

/** One level of service (catalogue §5.3); minutes on the 24 h clock, null where nothing is promised. */
export const PriorityLevel = Type.Object({
  code: Priorities,
  name: Type.String({ maxLength: 200 }),
  name_zh: Type.String({ maxLength: 200 }),
  ackMin: Minutes,
  dispatchMin: Minutes,
  arriveMin: Minutes,
  makeSafeMin: Minutes,
  respondMin: Minutes,
  /** A minor repair whose parts are all there has fewer working days (P3 of the service practice). */
  resolve: Type.Union([
    Type.Object({ elapsedMin: Type.Integer({ minimum: 1, maximum: 525_600 }) }),
    Type.Object({ workingDays: Days, minorWorkingDays: Type.Optional(Days) }),
  ]),
  /** From the repair to the return visit (PL-FOLLOWUP). */
  followUp: Span,
})
export type PriorityLevel = Static<typeof PriorityLevel>

/** What of the spare parts is a matter of policy. */
export const PartsPolicy = Type.Object({
  /** The priorities that may take what is held for planned work on which nobody has set out, and those that give it. */
  takers: Type.Array(Priorities, { maxItems: PRIORITIES.length }),
  givers: Type.Array(Priorities, { maxItems: PRIORITIES.length }),
  /** Days over which the usage is averaged. */
  usageDays: Type.Integer({ minimum: 7, maximum: 3650 }),
  /** An order covers the usage and the planned visits of so many days after it has come. */
  coverDays: Days,
  /** Orders are suggested that are due within so many days. */
  aheadDays: Days,
})

export type PartsPolicy = Static<typeof PartsPolicy>

const MatrixRow = Type.Object({
  severity: Type.Enum([...SEVERITIES]),
  lifeSafety: Type.Boolean(),
  high: Priorities,
  normal: Priorities,
  low: Priorities,
})

/** The statuses in which a ticket waits for something; clocks may stand still only there. */
export const WAITING = ['waitingPart', 'waitingCustomer', 'waitingPowerOff'] as const

/** Why clocks may stand still, in which status, and which of them do (catalogue §5.5). */
export const PauseReason = Type.Object({
  code: Type.String({ pattern: '^[A-Za-z]{1,40}$' }),
  name: Type.String({ maxLength: 200 }),
  name_zh: Type.String({ maxLength: 200 }),
  statuses: Type.Array(Type.Enum([...WAITING]), { minItems: 1 }),
  clocks: Type.Array(Clocks, { minItems: 1 }),
  /** Whether something has to be noted that shows it. */
  evidence: Type.Boolean(),
})
export type PauseReason = Static<typeof PauseReason>

const Escalation = Type.Object({
  priorities: Type.Array(Priorities, { minItems: 1 }),
  clocks: Type.Array(Clocks, { minItems: 1 }),
  steps: Type.Array(EscalationStep, { minItems: 1, maxItems: 9 }),
})

/** What is promised and how it is measured. It changes by new versions; a ticket keeps the one it was opened under. */
export const ServicePolicy = Type.Object(
  {
    priorities: Type.Array(PriorityLevel, { minItems: PRIORITIES.length, maxItems: PRIORITIES.length }),
    matrix: Type.Array(MatrixRow, { minItems: SEVERITIES.length * 2, maxItems: SEVERITIES.length * 2 }),
    /** Local times of the site, HH:MM. */
    workingHours: Type.Object({ open: TimeOfDay, close: TimeOfDay }),
    /** A repair of at most this many minutes is a minor one (PL-MINOR-1WD). */
    minorRepairMin: Type.Integer({ minimum: 0, maximum: 10_000 }),
    pauseReasons: Type.Array(PauseReason, { maxItems: 50 }),
    escalation: Type.Array(Escalation, { maxItems: 50 }),
    /**
     * A fault that comes back within so many days of the last repair is a repeat: its new ticket is linked and so many steps
     * more urgent. Whether a ticket closed very lately is opened again instead is the alarm policy's (`recurrence`).
     */
    repeat: Type.Object({
      days: Type.Integer({ minimum: 0, maximum: 365 }),
      raise: Type.Integer({ minimum: 0, maximum: 4 }),
      /** Only a danger to life comes higher. */
      highest: Priorities,
    }),
    /** So many repeats of a fault of one piece of equipment within so many days open a task that asks why. */
    rootCause: Type.Object({
      repeats: Type.Integer({ minimum: 2, maximum: 1000 }),
      withinDays: Days,
      priority: Priorities,
    }),
    parts: PartsPolicy,
    /** A repair that costs the owner more than this, in CNY, needs the owner's signed consent first. */
    consentAboveCny: Type.Number({ minimum: 0 }),
    survey: SurveyPolicy,
    calls: CallPolicy,
    complaints: ComplaintPolicy,
  },
  { $id: 'ServicePolicy' },
)
export type ServicePolicy = Static<typeof ServicePolicy>

/** A policy to be entered: from when on it holds (without: at once), and the version that it was made from. */
export interface NewServicePolicy {
  policy: ServicePolicy
  version?: number
  inForceAt?: Millis
  note?: string
}

/** A policy with its number and the time from which it holds. */
export interface ServicePolicyVersion {
  version: number
  inForceAt: number
  createdAt: number
  createdBy: string
  note?: string
  policy: ServicePolicy
}

/** Which promises a ticket begins with: questions and requests are answered, nobody has to come at once. */
export function promisedClocks(kind: TicketKind): readonly ClockKind[] {
  if (kind === 'preventive') return []
  if (kind === 'repair' || kind === 'replacement')
    return ['acknowledge', 'dispatch', 'arrive', 'makeSafe', 'respond', 'resolve']
  return ['acknowledge', 'respond', 'resolve']
}

/** One or more steps more urgent, but not beyond `highest`; what stands higher already stays. */
export function raisePriority(priority: Priority, steps: number, highest: Priority): Priority {
  const at = PRIORITIES.indexOf(priority)
  return PRIORITIES[Math.min(at, Math.max(at - steps, PRIORITIES.indexOf(highest)))] as Priority
}
