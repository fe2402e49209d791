import type { Insertable } from 'kysely'
import type { Tables } from '#database/tables.ts'
import { type Catalogue, paramOf } from '#domain/catalogue.ts'
import type { Priority } from '#domain/tickets.ts'
import { verdictOf } from '#domain/verdicts.ts'
import type { PastMove } from './pastAnswers.ts'
import { pastClocks } from './pastClocks.ts'
import type { PastRepair } from './pastRepairs.ts'

export type Row<T extends keyof Tables> = Insertable<Tables[T]>

/** Rows of one ticket in every table it has. */
export interface Chapter {
  fault: Row<'fault'>
  ticket: Row<'ticket'>
  events: Row<'ticket_event'>[]
  clocks: Row<'ticket_clock'>[]
  parts: Row<'reservation'>[]
  /** What the customer was asked, answered or not. */
  survey: Omit<Row<'survey'>, 'id'>
}

const BY_RULE = 'system'
const BY_PEOPLE = 'demo'
const BY_CUSTOMER = 'customer'
const ASKED_FOR_MS = 14 * 86_400_000

function lifeSafetyOf({ equipment, rule }: PastRepair, catalogue: Catalogue): boolean {
  const entry = catalogue.classes.get(equipment.class)
  const { lifeSafetyWhen: gate } = rule
  return rule.lifeSafety || (!!gate && !!entry && paramOf(entry, equipment.params, gate.param) === gate.equals)
}

function priorityOf(repair: PastRepair, lifeSafety: boolean, catalogue: Catalogue): Priority {
  const { occupancy } = repair.equipment
  const row = catalogue.serviceLevels.matrix.find(
    m => m.severity === repair.rule.severity && m.lifeSafety === lifeSafety,
  )
  return (row?.[occupancy === 'unknown' ? 'high' : occupancy] ?? 'P2') as Priority
}

function toTicket(repair: PastRepair, id: string, catalogue: Catalogue): Row<'ticket'> {
  const { equipment, rule, failedAt } = repair
  const lifeSafety = lifeSafetyOf(repair, catalogue)
  return {
    id,
    version: repair.moves.length + 1,
    site: equipment.site,
    equipment: equipment.id,
    fault: `f-${id}`,
    fault_code: rule.code,
    title: null,
    severity: rule.severity,
    life_safety: Number(lifeSafety),
    priority: priorityOf(repair, lifeSafety, catalogue),
    status: 'closed',
    origin: 'demo',
    skill: rule.skill,
    technician: repair.technician ?? null,
    technician_proposed: 0,
    occurrences: 1,
    opened_at: failedAt,
    failed_at: failedAt,
    restored_at: repair.restoredAt,
    closed_at: repair.closedAt,
    repair: JSON.stringify(repair.repair),
    verdict: verdictOf(repair.repair) ?? null,
  }
}

const toFault = ({ equipment, rule, failedAt, restoredAt }: PastRepair, ticket: Row<'ticket'>): Row<'fault'> => ({
  id: `f-${ticket.id}`,
  equipment: equipment.id,
  site: equipment.site,
  class: equipment.class,
  code: rule.code,
  severity: rule.severity,
  life_safety: ticket.life_safety,
  state: 'resolved',
  fired_at: failedAt,
  resolved_at: restoredAt,
  evidence: '[]',
  acknowledged_at: null,
  acknowledged_by: null,
  comment: null,
  shelved_until: null,
  shelved_by: null,
  shelve_reason: null,
  ticket: ticket.id,
})

/** What the history keeps of a move. */
function detailOf({ to, proof, survey }: PastMove, { repair }: PastRepair) {
  if (to === 'repaired') return { repair }
  if (proof) return { proof }
  return survey && { survey, channel: 'link' }
}

function toEvents(past: PastRepair, ticket: string): Row<'ticket_event'>[] {
  const { failedAt, moves } = past
  const opened: Row<'ticket_event'> = {
    ...{ ticket, number: 1, at: failedAt, by: BY_RULE, event: 'opened', from_status: null, to_status: 'new' },
    ...{ detail: JSON.stringify({ fault: `f-${ticket}` }), version: 1 },
  }
  const moved = moves.map((move, i): Row<'ticket_event'> => {
    const { to, at } = move
    const detail = detailOf(move, past)
    return {
      ...{ ticket, number: i + 2, at, event: 'moved', to_status: to, version: i + 2 },
      by: to === 'surveyed' ? BY_CUSTOMER : BY_PEOPLE,
      from_status: moves[i - 1]?.to ?? 'new',
      detail: detail ? JSON.stringify(detail) : null,
    }
  })
  return [opened, ...moved]
}

function toSurvey({ equipment: { site }, moves, closedAt }: PastRepair, ticket: string): Chapter['survey'] {
  const askedAt = moves.find(({ to }) => to === 'handedOver')?.at ?? closedAt
  const answer = moves.find(({ survey }) => survey !== undefined)
  return {
    ...{ ticket, site, report: null, created_at: askedAt, expires_at: askedAt + ASKED_FOR_MS },
    ended_at: answer?.at ?? null,
    answered_at: answer?.at ?? null,
    answered_by: answer ? BY_CUSTOMER : null,
    score: answer?.survey?.score ?? null,
    answer: answer ? JSON.stringify(answer.survey) : null,
    channel: answer ? 'link' : null,
  }
}

function toParts({ rule, repair, failedAt }: PastRepair, ticket: string): Row<'reservation'>[] {
  if (repair.action !== 'replace') return []
  return rule.parts.map(({ partNo, qty }) => ({
    ...{ ticket, part_no: partNo, quantity: qty, status: 'issued' as const, created_at: failedAt },
  }))
}

/** A past repair as the ticket of this id. */
export function toChapter(repair: PastRepair, id: string, catalogue: Catalogue): Chapter {
  const ticket = toTicket(repair, id, catalogue)
  return {
    ticket,
    fault: toFault(repair, ticket),
    events: toEvents(repair, id),
    clocks: pastClocks(
      repair,
      id,
      catalogue.serviceLevels.priorities.find(p => p.code === ticket.priority),
    ),
    parts: toParts(repair, id),
    survey: toSurvey(repair, id),
  }
}
