import type { Tables } from '#database/tables.ts'
import type { PlanItem } from '#domain/plans.ts'
import type { TicketStatus } from '#domain/tickets.ts'
import { createRandom, type Random, seedFor } from '#simulators'
import { checklistLines, type Line } from '../../maintenance/plans/checklist/checklistLines.ts'
import type { Row } from './chapter.ts'
import type { PastVisit } from './pastVisits.ts'

/** Rows of one visit in every table it has. */
export interface VisitChapter {
  ticket: Row<'ticket'>
  events: Row<'ticket_event'>[]
  clock: Row<'ticket_clock'>
  visit: Tables['plan_visit']
  carried: Tables['plan_visit_equipment'][]
  answers: Tables['plan_answer'][]
}

const MINUTE = 60_000
/** Minutes before the end of the visit. */
const MOVES: readonly [to: TicketStatus, before: number][] = [
  ['dispatched', 115],
  ['enRoute', 80],
  ['onSite', 60],
  ['closed', 0],
]

/** A usual value of an item that has no limits, by its unit. */
const USUAL: Readonly<Record<string, number>> = { MPa: 0.85, m: 3.2, V: 402, Cel: 46, '%': 82, MOhm: 40, K: 6 }

function usualValue({ min, max, unit = '' }: PlanItem, random: Random): number {
  const [low, high] = [
    min ?? (max === undefined ? undefined : max / 3),
    max ?? (min === undefined ? undefined : min * 2),
  ]
  const value =
    low === undefined || high === undefined
      ? (USUAL[unit] ?? 1) * random.between(0.95, 1.05)
      : random.between(low, high)
  return Math.round(value * 100) / 100
}

function toAnswer({ item, equipment }: Line, visit: string, about: { at: number; by: string; random: Random }) {
  const { at, by, random } = about
  const bad = random.chance(item.demandOf === undefined ? 0.004 : 0.04)
  return {
    ...{ visit, equipment, item: item.code, version: 1, at, by, replaced_at: null, ticket: null, reason: null },
    outcome: bad ? ('notOk' as const) : ('ok' as const),
    mended: Number(bad),
    note: bad ? '当场处理完毕' : null,
    value: item.result === 'number' && !bad ? usualValue(item, random) : null,
    photos: '[]',
    demand_of: item.demandOf ?? null,
  }
}

function toEvents({ openedAt, doneAt, plan, dueDay }: PastVisit, ticket: string, by: string): Row<'ticket_event'>[] {
  const opened: Row<'ticket_event'> = {
    ...{ ticket, number: 1, at: openedAt, by: 'system', event: 'opened', from_status: null, to_status: 'new' },
    ...{ detail: JSON.stringify({ plan: plan.code, dueDay }), version: 1 },
  }
  const moved = MOVES.map(
    ([to, before], i): Row<'ticket_event'> => ({
      ...{ ticket, number: i + 2, at: doneAt - before * MINUTE, by, event: 'moved', to_status: to, version: i + 2 },
      ...{ from_status: MOVES[i - 1]?.[0] ?? 'new', detail: null },
    }),
  )
  return [opened, ...moved]
}

function toTicket({ plan, site, about, openedAt, doneAt }: PastVisit, id: string, technician: string): Row<'ticket'> {
  return {
    ...{ id, site, equipment: about, kind: 'preventive', origin: 'plan', status: 'closed', skill: plan.skill },
    ...{
      version: MOVES.length + 1,
      fault: null,
      fault_code: null,
      severity: 'advisory',
      life_safety: 0,
      priority: 'P4',
    },
    title: `${plan.name_zh} · ${plan.name}`.slice(0, 200),
    ...{ technician, technician_proposed: 0, occurrences: 1, repair: null, restored_at: null },
    ...{ opened_at: openedAt, failed_at: openedAt, closed_at: doneAt },
  }
}

/** A past visit as the ticket and the visit of these ids. */
export function toVisitChapter(past: PastVisit, id: string, ticket: string, technician: string): VisitChapter {
  const { plan, site, subject, about, carried, dueDay, openedAt, latestAt, doneAt } = past
  const lines = checklistLines([{ ...plan, sites: [], version: 0, shipped: true }], carried, about)
  const random = createRandom(seedFor(2026, id))
  const clock = { kind: 'dueWindow' as const, started_at: openedAt, due_at: latestAt, stopped_at: doneAt }
  const breached_at = doneAt >= latestAt ? latestAt : null
  return {
    ticket: toTicket(past, ticket, technician),
    events: toEvents(past, ticket, technician),
    clock: { ticket, ...clock, breached_at },
    visit: {
      ...{ id, plan: plan.code, site, subject, due_day: dueDay, latest_at: latestAt, ticket, told: null },
      ...{ versions: JSON.stringify({ [plan.code]: 0 }), est_min: plan.estMin, items: lines.length },
      ...{ opened_at: openedAt, done_at: doneAt, missed_at: null },
    },
    carried: carried.map(({ id: equipment }) => ({ visit: id, equipment })),
    answers: lines.map(line => toAnswer(line, id, { at: doneAt - 10 * MINUTE, by: technician, random })),
  }
}
