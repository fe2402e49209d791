import type { Ticket } from './tickets.ts'

/** The tickets that a ticket's timeline names: whose part it took, or who took its own. */
export const namedTickets = ({ timeline }: Pick<Ticket, 'timeline'>): string[] =>
  timeline.flatMap(({ detail }) => (typeof detail?.ticket === 'string' ? [detail.ticket] : []))

/** A ticket whose timeline names no other that is not seen. */
export function withoutUnseen<T extends Pick<Ticket, 'timeline'>>(ticket: T, sees: (ticket: string) => boolean): T {
  const timeline = ticket.timeline.map(line => {
    const { ticket: named, ...detail } = line.detail ?? {}
    return typeof named !== 'string' || sees(named) ? line : { ...line, detail }
  })
  return { ...ticket, timeline }
}
