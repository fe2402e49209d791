import { CodedError } from '#domain/errors.ts'
import type { Millis } from '#domain/time.ts'
import type { Workshop } from '../needs.ts'
import type { AskedRules } from './askRules.ts'
import type { TicketRow } from './lockTicket.ts'

/** How long a device's state counts as the present one. */
const SIGNAL_AGE_MS = 600_000

/** What shows that somebody is there: the label that was scanned or typed, or a state of the device itself. */
export interface ArrivalProof {
  by: 'label' | 'signal'
  metric?: string
  value?: unknown
  at: Millis
}

/** The label is an id, or the address `…/e/<id>` that its QR code holds. */
function readLabel(scanned: string): string {
  const text = scanned.trim()
  return /\/e\/([a-z0-9-]{1,64})\/?(?:[?#].*)?$/.exec(text)?.[1] ?? text
}

/** The equipment's own label; where that is the whole site, the site's or that of anything there. */
function isThere(needs: Workshop, ticket: TicketRow, label: string): boolean {
  if (label === ticket.equipment) return true
  if (needs.equipment(ticket.equipment)?.params.wholeSite !== true) return false
  return label === ticket.site || needs.equipment(label)?.site === ticket.site
}

function deviceSignal(
  needs: Workshop,
  ticket: TicketRow,
  { values }: AskedRules,
  now: Millis,
): ArrivalProof | undefined {
  const piece = needs.equipment(ticket.equipment)
  const signals = piece ? (needs.catalogue.presenceSignals[piece.class] ?? []) : []
  for (const { metric, in: shown } of signals) {
    const seen = values.get(metric)
    if (!seen || (typeof seen.value !== 'number' && typeof seen.value !== 'boolean')) continue
    const recent = seen.ts >= ticket.opened_at && now - seen.ts <= SIGNAL_AGE_MS
    if (recent && shown.includes(seen.value)) return { by: 'signal', metric, value: seen.value, at: seen.ts }
  }
  return undefined
}

/** What proves the arrival; undefined when nothing does. @throws CodedError PROOF_MISMATCH for another piece's label */
export function arrivalProof(
  needs: Workshop,
  ticket: TicketRow,
  scanned: string | undefined,
  asked: AskedRules,
  now: Millis,
): ArrivalProof | undefined {
  if (scanned === undefined) return deviceSignal(needs, ticket, asked, now)
  if (!isThere(needs, ticket, readLabel(scanned))) throw new CodedError('PROOF_MISMATCH', { scanned })
  return { by: 'label', at: now }
}
