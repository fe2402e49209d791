import { CodedError } from '#domain/errors.ts'
import { type LabelRead, readLabel } from '#domain/labelCodes.ts'
import type { Millis } from '#domain/time.ts'
import { labelByCode } from '../labels/labels.ts'
import type { Workshop } from '../needs.ts'
import type { AskedRules } from './askRules.ts'
import type { TicketRow, Trx } from './lockTicket.ts'

/** How long a device's state counts as the present one. */
const SIGNAL_AGE_MS = 600_000

/** What shows that somebody is there: the label that was scanned or typed, or a state of the device itself; or nothing does. */
export interface ArrivalProof {
  by: LabelRead | 'signal' | 'none'
  metric?: string
  value?: unknown
  at: Millis
}

/** The equipment's own label; where that is the whole site, the site's or that of anything there. */
function isThere(needs: Workshop, ticket: TicketRow, { kind, item }: { kind: string; item: string }): boolean {
  if (kind === 'equipment' && item === ticket.equipment) return true
  if (needs.equipment(ticket.equipment)?.params.wholeSite !== true) return false
  return kind === 'site' ? item === ticket.site : needs.equipment(item)?.site === ticket.site
}

/** What is wrong with what was scanned, in a word; never what the right label says. */
const mismatch = (noun: 'oldLabel' | 'misreadLabel' | 'renewedLabel' | 'otherLabel'): CodedError =>
  new CodedError('PROOF_MISMATCH', { noun })

/** Labels from before they had codes hold `/e/` and an id that everybody sees: they prove nothing. */
const isOld = (scanned: string): boolean => /\/e\/[a-z0-9-]{1,64}\/?(?:[?#].*)?$/.test(scanned.trim())

async function labelProof(
  trx: Trx,
  needs: Workshop,
  ticket: TicketRow,
  scanned: string,
  at: Millis,
): Promise<ArrivalProof> {
  if (isOld(scanned)) throw mismatch('oldLabel')
  const { by, code } = readLabel(scanned)
  if (code === undefined) throw mismatch('misreadLabel')
  const label = await labelByCode(trx, code)
  if (!label || !isThere(needs, ticket, label)) throw mismatch('otherLabel')
  if (label.ended_at !== null) throw mismatch('renewedLabel')
  return { by, at }
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

/** What proves the arrival. @throws CodedError PROOF_MISMATCH (details: noun, what is wrong with the label) */
export async function arrivalProof(
  trx: Trx,
  needs: Workshop,
  ticket: TicketRow,
  scanned: string | undefined,
  { asked, now }: { asked: AskedRules; now: Millis },
): Promise<ArrivalProof> {
  if (scanned !== undefined) return await labelProof(trx, needs, ticket, scanned, now)
  return deviceSignal(needs, ticket, asked, now) ?? { by: 'none', at: now }
}
