import { type ConsentAsked, consentAsked } from '#domain/consent.ts'
import type { TicketItem } from '../../api/items.ts'

/** The consent that the plan asks of the owner, while nobody has signed it since it was made (P13). */
export function lacksConsent({
  diagnosis,
  signatures,
  consentAboveCny,
}: Pick<TicketItem, 'diagnosis' | 'signatures' | 'consentAboveCny'>): ConsentAsked | undefined {
  const signed = signatures.some(({ purpose, at }) => purpose === 'consent' && at >= (diagnosis?.at ?? ''))
  return signed ? undefined : consentAsked(diagnosis, consentAboveCny)
}
