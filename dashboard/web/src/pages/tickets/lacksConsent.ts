import type { TicketItem } from '../../api/items.ts'

/** Whether the plan costs the owner something and has not been signed since it was made (P13). */
export const lacksConsent = ({ diagnosis, signatures }: Pick<TicketItem, 'diagnosis' | 'signatures'>): boolean =>
  diagnosis !== undefined &&
  (diagnosis.estimatedCost ?? 0) > 0 &&
  diagnosis.underWarranty !== true &&
  !signatures.some(({ purpose, at }) => purpose === 'consent' && at >= diagnosis.at)
