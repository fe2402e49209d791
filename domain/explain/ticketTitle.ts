import type { Ticket } from '../tickets.ts'

/** What a ticket is about: the fault's name, what a person wrote, or the kind of trouble that people told of. */
export const ticketTitle = (
  { id, title, faultCode, trouble }: Pick<Ticket, 'title' | 'faultCode' | 'trouble' | 'id'>,
  names: { faultName(code: string): string; trouble(code: string): string | undefined },
): string =>
  (faultCode === undefined ? title : names.faultName(faultCode)) ??
  (trouble === undefined ? undefined : names.trouble(trouble)) ??
  id
