import type { Workshop } from '../../needs.ts'
import type { TicketRow } from '../../tickets/lockTicket.ts'
import { findRule } from '../../tickets/priority.ts'

/** How many people the work of a ticket asks for: by the rule of its fault, otherwise by its skill. */
export function crewNeeded(
  { catalogue, equipment }: Pick<Workshop, 'catalogue' | 'equipment'>,
  ticket: Pick<TicketRow, 'equipment' | 'fault_code' | 'skill'>,
): number {
  const piece = equipment(ticket.equipment)
  const rule = piece && ticket.fault_code ? findRule(catalogue, piece.class, ticket.fault_code)?.rule : undefined
  if (rule && rule.skill === ticket.skill) return rule.crew
  return catalogue.skills.find(s => s.code === ticket.skill)?.crew ?? 1
}
