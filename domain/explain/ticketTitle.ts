import type { Ticket } from '../tickets.ts'

type Titled = Pick<Ticket, 'title' | 'faultCode' | 'trouble' | 'id'> & Partial<Pick<Ticket, 'origin' | 'kind'>>

interface TitleNames {
  faultName(code: string): string
  trouble(code: string): string | undefined
  pick(text: { en: string; zh: string }): string
}

const HAN = /\p{Script=Han}/u

/** What the service itself writes is kept in Chinese and English, with a dot between; what people wrote stays as it is. */
function titleIn({ title, origin, kind }: Titled, names: TitleNames): string | undefined {
  const [zh = '', en = '', ...more] = title?.split(' · ') ?? []
  const byService = origin === 'plan' || kind === 'rootCause'
  const both = byService && more.length === 0 && HAN.test(zh) && en !== '' && !HAN.test(en)
  return both ? names.pick({ en, zh }) : title
}

/** What a ticket is about: the fault's name, what a person wrote, or the kind of trouble that people told of. */
export const ticketTitle = (ticket: Titled, names: TitleNames): string =>
  (ticket.faultCode === undefined ? titleIn(ticket, names) : names.faultName(ticket.faultCode)) ??
  (ticket.trouble === undefined ? undefined : names.trouble(ticket.trouble)) ??
  ticket.id
