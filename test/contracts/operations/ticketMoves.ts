import { describe, expect, test } from 'vitest'
import type { Database } from '#database/database.ts'
import { findMove, movesOf } from '#domain/ticketMoves.ts'
import { TICKET_KINDS, TICKET_STATUSES, type TicketKind, type TicketStatus } from '#domain/tickets.ts'
import {
  ADMIN,
  DISPATCHER,
  ended,
  labelOf,
  MONDAY,
  moveThrough,
  onlyTicket,
  transition,
} from '../../helpers/maintenance.ts'
import { LEVEL, OVERTRAVEL, startWith } from './start.ts'

/** Moves of a ticket, on every operations database. `open` gives an empty one. */
export function ticketMovesContract(kind: string, open: () => Promise<Database>): void {
  const start = startWith(open)

  describe(`moves on ${kind}`, () => {
    const illegal = TICKET_KINDS.flatMap(kind =>
      TICKET_STATUSES.flatMap(from =>
        TICKET_STATUSES.filter(to => !findMove({ kind, status: from }, to)).map(to => [kind, from, to] as const),
      ),
    )

    test(`every move outside the table is refused (${illegal.length} of kind and pair) and changes nothing`, async () => {
      const { database, maintenance } = await start()
      await maintenance.tickets.create({ equipment: 'lift-1', title: 'x' }, DISPATCHER)
      const stand = (kind: TicketKind, status: TicketStatus) =>
        database.db.updateTable('ticket').set({ kind, status }).execute()
      for (const [kind, from, to] of illegal) {
        await stand(kind, from)
        const before = await database.db.selectFrom('ticket').selectAll().execute()
        const refused = maintenance.tickets.move('t-1', { to, reason: 'x', technician: 'zhang' }, ADMIN)
        await expect(refused, `${kind}: ${from} → ${to}`).rejects.toMatchObject({
          code: 'ILLEGAL_MOVE',
          details: {
            noun: 'ticket',
            from,
            to,
            allowed: [...new Set(movesOf({ kind, status: from }).map(row => row.to))],
          },
        })
        expect(await database.db.selectFrom('ticket').selectAll().execute()).toEqual(before)
      }
      expect(await database.db.selectFrom('ticket_event').select('number').execute()).toHaveLength(1)
    })

    test('a ticket goes its way, each step with who and when, and its clocks stop', async () => {
      const { maintenance } = await start()
      await maintenance.handle([LEVEL])
      const { clock } = maintenance
      const way = [
        'acknowledged',
        'dispatched',
        'accepted',
        'enRoute',
        'onSite',
        'waitingPart',
        'onSite',
        'repaired',
      ] as const
      for (const [i, to] of way.entries()) {
        clock.set(MONDAY + (i + 1) * 60_000)
        await moveThrough(maintenance, 't-1', [to])
      }
      await maintenance.handle([ended(LEVEL, MONDAY + 9 * 60_000)])
      const closed = await moveThrough(maintenance, 't-1', ['handedOver', 'surveyed', 'followedUp', 'closed'])
      expect(closed).toMatchObject({
        status: 'closed',
        technician: 'zhang',
        technicianProposed: false,
        restoredAt: MONDAY + 9 * 60_000,
        repair: { cause: 'wear-out', action: 'replace' },
      })
      const all = [...way, 'verified', 'handedOver', 'surveyed', 'followedUp', 'closed']
      expect(closed.timeline.filter(e => e.event === 'moved').map(e => [e.from, e.to, e.by])).toEqual(
        all.map((to, i) => [['new', ...all][i], to, to === 'verified' ? 'system' : 'wang']),
      )
      const stopped = Object.fromEntries(closed.clocks.map(c => [c.kind, ((c.stoppedAt ?? 0) - MONDAY) / 60_000]))
      expect(stopped).toEqual({ acknowledge: 1, respond: 1, dispatch: 2, arrive: 5, resolve: 8, followUp: 8 })
      expect(closed.parts.every(p => p.status === 'released')).toBe(true)
    })

    test('a move without what it needs is refused and told what is missing', async () => {
      const { maintenance } = await start()
      const { id } = await maintenance.tickets.create({ equipment: 'pump-1', title: 'x' }, DISPATCHER)
      const refused = async (move: object, code: string, details: object) =>
        await expect(maintenance.tickets.move(id, move as never, DISPATCHER)).rejects.toMatchObject({ code, details })
      await refused({ to: 'dispatched' }, 'MOVE_NEEDS', { missing: ['technician'] })
      await refused({ to: 'dispatched', technician: 'nobody' }, 'UNKNOWN_TECHNICIAN', { technician: 'nobody' })
      await refused({ to: 'cancelled' }, 'MOVE_NEEDS', { missing: ['reason'] })
      await refused({ to: 'acknowledged', partsUsed: [] }, 'BAD_REQUEST', {})
      await moveThrough(maintenance, id, ['dispatched'])
      await refused({ to: 'onSite' }, 'MOVE_NEEDS', { missing: ['proof'] })
      const wrong = maintenance.tickets.move(
        id,
        { to: 'onSite', proof: await labelOf(maintenance, 'lift-1') },
        DISPATCHER,
      )
      const refusal = await wrong.catch(error => error)
      expect(refusal.code).toBe('PROOF_MISMATCH')
      // What the label should say would be the proof itself.
      expect(refusal.details).toEqual({ noun: 'otherLabel' })
      await moveThrough(maintenance, id, ['onSite'])
      await refused({ to: 'repaired' }, 'MOVE_NEEDS', { missing: ['repair.cause', 'repair.action'] })
      await refused({ to: 'repaired', repair: { cause: 'gremlins', action: 'replace' } }, 'BAD_REQUEST', {})
      await refused({ to: 'waitingPart' }, 'MOVE_NEEDS', { missing: ['reason'] })
      await expect(maintenance.tickets.move('t-99', { to: 'closed' }, DISPATCHER)).rejects.toMatchObject({
        code: 'NOT_FOUND',
      })
      const stranger = { ...DISPATCHER, sites: ['s2'] }
      await expect(maintenance.tickets.move(id, { to: 'madeSafe' }, stranger)).rejects.toMatchObject({
        code: 'NOT_FOUND',
      })
    })

    test('a ticket from a fault does not end while the fault is there', async () => {
      const { maintenance } = await start()
      await maintenance.handle([LEVEL])
      const active = { code: 'FAULT_STILL_ACTIVE', details: { fault: 'f-2', evidence: LEVEL.evidence } }
      await expect(moveThrough(maintenance, 't-1', ['cancelled'])).rejects.toMatchObject(active)
      await moveThrough(maintenance, 't-1', ['acknowledged', 'dispatched', 'onSite', 'repaired'])
      await expect(moveThrough(maintenance, 't-1', ['verified'])).rejects.toMatchObject(active)
      expect(maintenance.resets.asked).toEqual([])
      await maintenance.handle([ended(LEVEL)])
      expect((await moveThrough(maintenance, 't-1', ['verified', 'handedOver', 'followedUp', 'closed'])).status).toBe(
        'closed',
      )
    })

    test('a latched fault is reset through the rules when its ticket is verified', async () => {
      const { maintenance } = await start()
      await maintenance.handle([OVERTRAVEL])
      await expect(moveThrough(maintenance, 't-1', ['verified'])).rejects.toMatchObject({ code: 'ILLEGAL_MOVE' })
      expect(maintenance.resets.asked).toEqual([])
      await moveThrough(maintenance, 't-1', ['acknowledged', 'dispatched', 'onSite', 'repaired'])
      await expect(moveThrough(maintenance, 't-1', ['verified'])).rejects.toMatchObject({ code: 'FAULT_STILL_ACTIVE' })
      maintenance.resets.answer = 'resolved'
      expect((await moveThrough(maintenance, 't-1', ['verified'])).status).toBe('verified')
      expect(maintenance.resets.asked).toEqual(['lift-1 ELV-OVERTRAVEL', 'lift-1 ELV-OVERTRAVEL'])
      expect((await maintenance.faults.get('f-1'))?.state).toBe('resolved')
    })

    test('of two people who act at once, the second is told what changed', async () => {
      const { maintenance } = await start()
      const { id, version } = await maintenance.tickets.create({ equipment: 'lift-1', title: 'x' }, DISPATCHER)
      const act = (to: 'acknowledged' | 'cancelled') =>
        maintenance.tickets.move(id, { to, version, reason: to }, { ...DISPATCHER, username: to })
      const results = await Promise.allSettled([act('acknowledged'), act('cancelled')])
      const refused = results.filter(r => r.status === 'rejected').map(r => r.reason)
      const { status } = (await maintenance.tickets.get(id)) ?? {}
      expect(refused).toMatchObject([
        {
          code: 'STALE_VERSION',
          details: { version: version + 1, since: [{ event: 'moved', to: status, by: status }] },
        },
      ])
    })

    test('reading the version first and moving afterwards is found out', async () => {
      const { maintenance } = await start()
      const { id, version } = await maintenance.tickets.create({ equipment: 'lift-1', title: 'x' }, DISPATCHER)
      const read = async () => (await maintenance.tickets.get(id))?.version
      const act = (to: 'acknowledged' | 'cancelled') => maintenance.tickets.move(id, { to, reason: to }, DISPATCHER)
      expect(await Promise.all([read(), read()])).toEqual([version, version])
      await act('acknowledged')
      expect((await act('cancelled')).status).toBe('cancelled')
    })

    test('a signature or a granted pause is about the ticket as the person saw it', async () => {
      const { maintenance } = await start()
      const { id } = await maintenance.tickets.create({ equipment: 'pump-1', title: 'x' }, DISPATCHER)
      const planned = await moveThrough(maintenance, id, ['dispatched', 'onSite', 'diagnosed'])
      const { version } = await moveThrough(maintenance, id, ['waitingPowerOff', 'diagnosed'])
      const stale = {
        code: 'STALE_VERSION',
        details: { version, since: [{ to: 'waitingPowerOff' }, { to: 'diagnosed' }] },
      }
      const signer = { purpose: 'consent', name: '李业主', party: 'owner' } as const
      const old = { version: planned.version }
      await expect(maintenance.tickets.sign(id, { ...signer, ...old }, DISPATCHER)).rejects.toMatchObject(stale)
      const pause = { reason: 'powerOffWindow', evidence: 'notice' }
      await expect(maintenance.tickets.grantPause(id, { ...pause, ...old }, DISPATCHER)).rejects.toMatchObject(stale)
      const signed = await maintenance.tickets.sign(id, { ...signer, version }, DISPATCHER)
      expect(signed.timeline.at(-1)).toMatchObject({ event: 'signed', detail: signer })
      expect(signed.timeline.at(-1)?.detail).not.toHaveProperty('version')
    })

    test('the fault comes back: an occurrence more, and a repair thought done is reopened', async () => {
      const { maintenance } = await start()
      await maintenance.handle([LEVEL, ended(LEVEL)])
      const second = transition('f-3', 'lift-1', 'ELV-LEVEL', MONDAY + 120_000)
      await maintenance.handle([second, ended(second)])
      expect(await onlyTicket(maintenance)).toMatchObject({ occurrences: 2, fault: 'f-3', status: 'new' })
      await moveThrough(maintenance, 't-1', ['acknowledged', 'dispatched', 'onSite', 'repaired', 'verified'])
      const third = transition('f-4', 'lift-1', 'ELV-LEVEL', MONDAY + 300_000)
      await maintenance.handle([third])
      const ticket = await onlyTicket(maintenance)
      expect(ticket).toMatchObject({ occurrences: 3, fault: 'f-4', status: 'reopened' })
      expect(ticket.restoredAt).toBeUndefined()
      expect(ticket.clocks.find(c => c.kind === 'resolve')?.stoppedAt).toBeUndefined()
      await maintenance.handle([ended(third)])
      await moveThrough(maintenance, 't-1', [
        'dispatched',
        'onSite',
        'repaired',
        'verified',
        'handedOver',
        'followedUp',
        'closed',
      ])
      await maintenance.handle([transition('f-5', 'lift-1', 'ELV-LEVEL', MONDAY + 900_000)])
      expect(await onlyTicket(maintenance)).toMatchObject({ id: 't-2', occurrences: 1 })
      await expect(moveThrough(maintenance, 't-1', ['reopened'])).rejects.toMatchObject({
        code: 'ALREADY_EXISTS',
        details: { ticket: 't-2' },
      })
    })
  })
}
