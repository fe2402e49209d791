import type { Database } from '#database/database.ts'

/** A ticket that its history does not lead to, a clock that its account does not explain. */
async function halfMoved({ db }: Database): Promise<string[]> {
  const [tickets, events, clocks, lines, pauses] = await Promise.all([
    db.selectFrom('ticket').selectAll().execute(),
    db.selectFrom('ticket_event').selectAll().orderBy('number').execute(),
    db.selectFrom('ticket_clock').selectAll().execute(),
    db.selectFrom('clock_line').selectAll().where('event', '<>', 'escalated').orderBy('number').execute(),
    db.selectFrom('clock_pause').selectAll().where('to_at', 'is', null).execute(),
  ])
  const broken = tickets.filter(ticket => {
    const own = events.filter(e => e.ticket === ticket.id)
    const last = own.at(-1)
    return last?.version !== ticket.version || last.to_status !== ticket.status || own.length !== last.number
  })
  const unexplained = clocks.filter(clock => {
    const last = lines.findLast(l => l.ticket === clock.ticket && l.kind === clock.kind)?.event
    const paused = pauses.some(p => p.ticket === clock.ticket && p.kind === clock.kind)
    const stands = (last === 'paused') === (clock.paused_at !== null) && paused === (clock.paused_at !== null)
    return !stands || (last === 'stopped') !== (clock.stopped_at !== null)
  })
  return [...broken.map(t => t.id), ...unexplained.map(c => `${c.ticket} ${c.kind}`)]
}

/** Names a thing for each that `has` says nothing of. */
const without = <T>(what: string, all: readonly T[], id: (one: T) => string, has: (one: T) => boolean): string[] =>
  all.filter(one => !has(one)).map(one => `${id(one)} without ${what}`)

/** A fault or a ticket that lacks something that it was opened with, a change that nobody was told of, a gap in the log. */
async function halfOpened({ db }: Database): Promise<string[]> {
  const [faults, tickets, events, clocks, reservations, changes] = await Promise.all([
    db.selectFrom('fault').selectAll().execute(),
    db.selectFrom('ticket').selectAll().execute(),
    db.selectFrom('fault_event').selectAll().execute(),
    db.selectFrom('ticket_clock').selectAll().execute(),
    db.selectFrom('reservation').selectAll().execute(),
    db.selectFrom('change_log').selectAll().orderBy('seq').execute(),
  ])
  const numbered = await db.selectFrom('counter').selectAll().where('name', '=', 'change').executeTakeFirst()
  const logged = (channel: string) => (row: { id: string }) =>
    changes.some(change => change.channel === channel && change.item === row.id)
  const id = (row: { id: string }) => row.id
  return [
    ...without('its history', faults, id, fault => events.some(e => e.fault === fault.id)),
    ...without('its ticket', faults, id, fault => tickets.some(t => t.id === fault.ticket)),
    ...without('its change', faults, id, logged('faults')),
    ...without('its clocks', tickets, id, ticket => clocks.some(c => c.ticket === ticket.id)),
    ...without('its fault', tickets, id, t => t.fault === null || faults.some(f => f.id === t.fault)),
    ...without('its parts', tickets, id, t => t.fault === null || reservations.some(r => r.ticket === t.id)),
    ...without('its change', tickets, id, logged('tickets')),
    ...(changes.length === (numbered?.value ?? 0) ? [] : [`${changes.length} changes, numbered to ${numbered?.value}`]),
  ]
}

/** What is not whole of faults that open tickets, of their tickets and of all moves; empty when nothing is half. */
export const halves = async (database: Database): Promise<string[]> => [
  ...(await halfMoved(database)),
  ...(await halfOpened(database)),
]
