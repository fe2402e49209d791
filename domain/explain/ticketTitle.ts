import type { Ticket } from '../tickets.ts'
import { inOneLanguage } from './inOneLanguage.ts'

type Titled = Pick<Ticket, 'title' | 'faultCode' | 'trouble' | 'id'> & Partial<Pick<Ticket, 'origin' | 'kind'>>

interface TitleNames {
  faultName(code: string): string
  trouble(code: string): string | undefined
  pick(text: { en: string; zh: string }): string
}

/** What people wrote stays as it is. */
const titleIn = ({ title, origin, kind }: Titled, names: TitleNames): string | undefined =>
  title !== undefined && (origin === 'plan' || kind === 'rootCause') ? inOneLanguage(title, names.pick) : title

/** What a ticket is about: the fault's name, what a person wrote, or the kind of trouble that people told of. */
export const ticketTitle = (ticket: Titled, names: TitleNames): string =>
  (ticket.faultCode === undefined ? titleIn(ticket, names) : names.faultName(ticket.faultCode)) ??
  (ticket.trouble === undefined ? undefined : names.trouble(ticket.trouble)) ??
  ticket.id
