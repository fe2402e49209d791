import type { Insertable } from 'kysely'
import type { Tables } from '#database/tables.ts'
import type { Catalogue } from '#domain/catalogue.ts'
import { GATEWAY_CLASS } from '#domain/gatewayClass.ts'
import { PLACE_CLASS } from '#domain/placeClass.ts'
import type { Repair } from '#domain/ticketActs.ts'
import { CLOCK_KINDS } from '#domain/ticketClocks.ts'
import type { TicketStatus } from '#domain/tickets.ts'
import type { Millis } from '#domain/time.ts'
import { NO_FAILURE, type Outcome, outcomeOf } from '#domain/verdicts.ts'
import type { TicketRow } from '../../tickets/lockTicket.ts'
import { findRule, isSilence } from '../../tickets/priority.ts'
import { ofEach, type Step, splitRestoration } from './restoration.ts'
import { SCORES, type ScoreColumn, scoreColumn } from './scores.ts'

type FigureRow = Insertable<Tables['ticket_figure']>

/** A move, or with the status null an answer of the customer; and what was said with it. */
interface Said {
  at: Millis
  status: TicketStatus | null
  detail: {
    repair?: { labourMinutes?: number }
    survey?: { score: number }
    /** Whose answer it is, where several reported. */
    report?: string
    followUp?: { result: string }
    /** Of an arrival; absent of those before it was written down. */
    proof?: { by: string }
  } | null
}

/** Everything about one ticket that its figures depend on. */
export interface FigureBasis {
  ticket: TicketRow
  class: string
  model: string | undefined
  /** Oldest first. */
  steps: readonly Said[]
  clocks: readonly Pick<Tables['ticket_clock'], 'kind' | 'due_at' | 'stopped_at' | 'breached_at'>[]
  /** What the parts that were issued cost, in CNY. */
  partsCost: number | undefined
  /** How many have been asked for their opinion. */
  asked: number
  /** When the last ticket of the same fault was closed before this one was opened. */
  lastClosedAt: Millis | undefined
}

const MINUTE = 60_000
const DONE: readonly TicketStatus[] = ['repaired', 'answered']
const ON_SITE: readonly TicketStatus[] = ['onSite', 'madeSafe', 'diagnosed']

/**
 * A failure is the loss of the ability to perform as required (IEC 60050-192 192-03-01): neither a question, nor what was
 * predicted, cancelled, or found to be none, by the verdict or else by the cause (catalogue KPI MTBF). A place is no item
 * that fails: what was told of it counts once its equipment is known. Nor does silence count, or a gateway: a failure of the
 * monitoring is not one of the item that it watches (ISO 14224: it lies outside the item's boundary).
 */
const isFailure = (catalogue: Catalogue, { ticket, class: of }: FigureBasis, cause: string | null): boolean =>
  of !== PLACE_CLASS && !isMonitoring(catalogue, of, ticket.fault_code) && wasLost(ticket, cause)

/** Whether only the monitoring failed: its gateway, or that nothing was heard. */
const isMonitoring = (catalogue: Catalogue, of: string, code: string | null): boolean =>
  of === GATEWAY_CLASS || (code !== null && isSilence(catalogue, of, code))

const wasLost = ({ kind, severity, status, verdict }: TicketRow, cause: string | null): boolean =>
  (kind === 'repair' || kind === 'replacement') &&
  severity !== 'predictive' &&
  status !== 'cancelled' &&
  (verdict === null ? cause === null || !NO_FAILURE.includes(cause) : verdict === 'genuine')

/** Whether the fault stops the equipment; of what staff reported without a code, a major one does. */
function stops(catalogue: Catalogue, { ticket, class: name }: FigureBasis): boolean {
  if (ticket.fault_code === null) return ticket.severity === 'major'
  return findRule(catalogue, name, ticket.fault_code)?.rule.takesOutOfService ?? false
}

/** How the first repair went: when it was thought done, after how many visits, and how long it held. */
function firstRepair(steps: readonly (Said & Step)[]) {
  const at = steps.findIndex(({ status }) => DONE.includes(status))
  const before = at < 0 ? steps : steps.slice(0, at)
  const done = steps[at]
  const again = done && steps.slice(at).find(({ status }) => status === 'reopened')
  return {
    visits: before.filter(({ status }) => status === 'onSite').length,
    waited_part: before.some(({ status }) => status === 'waitingPart') ? 1 : 0,
    repaired_at: done?.at ?? null,
    held: done && again ? again.at - done.at : null,
  }
}

/** What the technicians wrote down, otherwise the time that they were at work there. */
function labourMinutes(steps: readonly (Said & Step)[]): number | null {
  const told = steps.flatMap(({ detail }) => detail?.repair?.labourMinutes ?? [])
  if (told.length > 0) return told.reduce((sum, minutes) => sum + minutes, 0)
  if (!steps.some(({ status }) => DONE.includes(status))) return null
  const atWork = steps.reduce((sum, step, i) => {
    const next = steps[i + 1]
    return next && ON_SITE.includes(step.status) ? sum + next.at - step.at : sum
  }, 0)
  return atWork / MINUTE
}

const isMissed = ({ breached_at, stopped_at, due_at }: FigureBasis['clocks'][number]): boolean =>
  breached_at !== null || (stopped_at !== null && stopped_at > due_at)

const bits = (clocks: FigureBasis['clocks']): number =>
  clocks.reduce((mask, { kind }) => mask | (1 << CLOCK_KINDS.indexOf(kind)), 0)

/** The clocks that ran out, each with where the ticket stood then: why the promise was not kept. */
export function breachRows({ ticket, clocks, steps }: FigureBasis): Insertable<Tables['ticket_breach']>[] {
  return clocks.filter(isMissed).map(({ kind, due_at, stopped_at, breached_at }) => {
    const ranOut = breached_at ?? due_at
    return {
      ticket: ticket.id,
      kind,
      status: steps.filter(isStep).findLast(({ at }) => at <= ranOut)?.status ?? 'new',
      late: stopped_at === null ? null : Math.max(0, stopped_at - ranOut),
    }
  })
}

/** What was found: judged by somebody, or where no rule asks for a judgement, what the cause implies. */
const outcomeIn = ({ verdict, fault_code }: TicketRow, cause: string | null): Outcome | null =>
  verdict ?? (fault_code === null && cause !== null ? (outcomeOf(cause) ?? null) : null)

/** When nobody was in danger any more: somebody said so, or it was restored before that. */
function safeAt({ restored_at }: TicketRow, steps: readonly Step[]): Millis | null {
  const said = steps.find(({ status }) => status === 'madeSafe')?.at
  if (said === undefined) return restored_at
  return restored_at === null ? said : Math.min(said, restored_at)
}

/** Whether each arrival was proven, by a label or the device; null where nobody arrived. */
function arrivalProven(steps: readonly (Said & Step)[]): number | null {
  const arrivals = steps.filter(({ status }) => status === 'onSite')
  if (arrivals.length === 0) return null
  return arrivals.every(({ detail }) => (detail?.proof?.by ?? 'none') !== 'none') ? 1 : 0
}

const isStep = (said: Said): said is Said & Step => said.status !== null

/** Where the time until it was restored went; nothing while it is not. */
const delaysOf = ({ failed_at, restored_at }: TicketRow, steps: readonly Step[]) =>
  restored_at === null ? ofEach(null) : splitRestoration(failed_at, restored_at, steps)

/** How many gave each score; who answered more than once counts by the last time. */
function scoresOf(steps: readonly Said[]): Record<ScoreColumn, number> {
  const last = new Map(steps.flatMap(({ detail }) => (detail?.survey ? [[detail.report, detail.survey.score]] : [])))
  const given = [...last.values()]
  return Object.fromEntries(
    SCORES.map(score => [scoreColumn(score), given.filter(one => one === score).length]),
  ) as Record<ScoreColumn, number>
}

/** The figures of one ticket. */
export function figureRow(catalogue: Catalogue, basis: FigureBasis): FigureRow {
  const { ticket, clocks } = basis
  const steps = basis.steps.filter(isStep)
  const repair: Repair | undefined = ticket.repair === null ? undefined : JSON.parse(ticket.repair)
  const cause = repair?.cause ?? null
  const failure = isFailure(catalogue, basis, cause)
  const missed = clocks.filter(isMissed)
  const handedAt = steps.findLast(({ status }) => status === 'handedOver' || status === 'answered')?.at ?? null
  const scores = scoresOf(basis.steps)
  return {
    ticket: ticket.id,
    site: ticket.site,
    class: basis.class,
    model: basis.model ?? null,
    equipment: ticket.equipment,
    kind: ticket.kind,
    fault_code: ticket.fault_code,
    cause,
    priority: ticket.priority,
    technician: ticket.technician_proposed === 1 ? null : ticket.technician,
    second: ticket.second,
    status: ticket.status,
    failure: failure ? 1 : 0,
    out_of_service: failure && stops(catalogue, basis) ? 1 : 0,
    opened_at: ticket.opened_at,
    failed_at: ticket.failed_at,
    restored_at: ticket.restored_at,
    ...firstRepair(steps),
    handed_at: handedAt,
    // Who answered was asked, and so was somebody wherever work was accepted.
    asked:
      handedAt === null
        ? 0
        : Math.max(
            1,
            basis.asked,
            Object.values(scores).reduce((sum, n) => sum + n, 0),
          ),
    ...scores,
    ...delaysOf(ticket, steps),
    repeat_after: basis.lastClosedAt === undefined ? null : ticket.opened_at - basis.lastClosedAt,
    labour_min: labourMinutes(steps),
    parts_cost: basis.partsCost ?? null,
    kept: bits(clocks.filter(clock => !missed.includes(clock) && clock.stopped_at !== null)),
    missed: bits(missed),
    follow_up: steps.findLast(({ detail }) => detail?.followUp)?.detail?.followUp?.result ?? null,
    predictive: ticket.severity === 'predictive' ? 1 : 0,
    outcome: outcomeIn(ticket, cause),
    closed_at: ticket.status === 'closed' ? ticket.closed_at : null,
    safe_at: safeAt(ticket, steps),
    arrival_proven: arrivalProven(steps),
  }
}
