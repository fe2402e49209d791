import { describe, expect, test } from 'vitest'
import type { Database } from '#database/database.ts'
import { ADMIN, DISPATCHER, MONDAY, moveThrough, onlyTicket, transition } from '../../helpers/maintenance.ts'
import { startWith } from './start.ts'

const DAY = 86_400_000
const LEAK = { site: 's1', trouble: 'leak', place: '3 号楼大堂' }
const TRAPPED = { site: 's1', trouble: 'trapped', place: 'Tower B, some lift', seems: 'elevator' }

/** Reports of what nobody could name, and how the desk finds out what it is, on every operations database. */
export function placesContract(kind: string, open: () => Promise<Database>): void {
  const start = startWith(open)

  describe(`reports about a place on ${kind}`, () => {
    test('somewhere at the site is enough: the words say where, each place has its own ticket', async () => {
      const { maintenance } = await start()
      const first = await maintenance.intake.takePublic(LEAK)
      const same = await maintenance.intake.takePublic({ ...LEAK, place: ' 3 号楼大堂 ', words: '还在漏' })
      const elsewhere = await maintenance.intake.takePublic({ ...LEAK, place: '5 号楼' })
      expect([same.ticket, same.joined]).toEqual([first.ticket, true])
      expect([elsewhere.ticket === first.ticket, elsewhere.joined]).toEqual([false, false])
      const ticket = await maintenance.tickets.get(first.ticket)
      expect(ticket).toMatchObject({ site: 's1', equipment: 's1-place', place: '3 号楼大堂', trouble: 'leak' })
      expect(ticket?.clocks.map(clock => clock.kind)).toContain('resolve')
      expect(maintenance.registry.equipment('s1-place')).toMatchObject({ class: 'place', name: 'Site one' })
      expect(await maintenance.intake.status(first.token)).toMatchObject({ place: '3 号楼大堂' })
    })

    test('a report says equipment or site, not both; of a site it says where', async () => {
      const { maintenance } = await start()
      const take = (input: object) => maintenance.intake.takePublic({ trouble: 'leak', ...input })
      for (const input of [{}, { ...LEAK, equipment: 'lift-1' }, { site: 's1' }])
        await expect(take(input)).rejects.toMatchObject({ code: 'BAD_REQUEST' })
      await expect(take({ ...LEAK, site: 'nowhere' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
      await expect(take({ ...LEAK, seems: 'spaceship' })).rejects.toMatchObject({ code: 'UNKNOWN_CLASS' })
    })

    test('a closed ticket comes back beside one about another place, not beside one about the same', async () => {
      const { maintenance } = await start()
      const { intake, tickets } = maintenance
      const at = (place: string) => intake.takePublic({ site: 's1', trouble: 'damage', place })
      const { ticket: first } = await at('3 楼走廊')
      await moveThrough(maintenance, first, ['dispatched', 'onSite', 'repaired', 'verified', 'handedOver'])
      await moveThrough(maintenance, first, ['followedUp', 'closed'])
      await at('12 楼走廊')
      const { ticket: again } = await at('3 楼走廊')
      const reopen = () => tickets.move(first, { to: 'reopened', reason: 'broken again' }, DISPATCHER)
      await expect(reopen()).rejects.toMatchObject({ code: 'ALREADY_EXISTS', details: { ticket: again } })
      await tickets.move(again, { to: 'cancelled', reason: 'told twice' }, DISPATCHER)
      expect((await reopen()).status).toBe('reopened')
    })

    test('reports at the same moment make one place of the site and one ticket', async () => {
      const { maintenance } = await start()
      const taken = await Promise.all(Array.from({ length: 8 }, () => maintenance.intake.takePublic(LEAK)))
      expect(new Set(taken.map(({ ticket }) => ticket)).size).toBe(1)
      expect([...maintenance.registry.listEquipment()].filter(piece => piece.class === 'place')).toHaveLength(1)
    })

    test('the desk finds out which lift it is: fault, priority, skill, parts and technician are then its', async () => {
      const { maintenance } = await start({ arrivalLimitMin: 30 })
      const { ticket, token } = await maintenance.intake.takePublic(TRAPPED)
      expect(await maintenance.tickets.get(ticket)).toMatchObject({ priority: 'P0', skill: 'SK-ELV-T' })
      const carried = await maintenance.intake.locate(ticket, { equipment: 'lift-1' }, DISPATCHER)
      expect(carried).toBe(ticket)
      const located = await maintenance.tickets.get(ticket)
      expect(located).toMatchObject({ equipment: 'lift-1', faultCode: 'ELV-TRAP', technician: 'zhang', priority: 'P0' })
      expect(located).not.toHaveProperty('place')
      expect(located?.timeline.at(-1)).toMatchObject({ event: 'located', by: 'wang', detail: { place: TRAPPED.place } })
      expect(located?.parts).not.toEqual([])
      const [report] = await maintenance.intake.ofTicket({ id: ticket, status: 'new' }, ADMIN)
      expect(report).toMatchObject({ equipment: 'lift-1', place: TRAPPED.place, seems: 'elevator' })
      expect(await maintenance.intake.status(token)).toMatchObject({ equipment: 'lift-1' })
      await maintenance.handle([transition('f-1', 'lift-1', 'ELV-TRAP')])
      expect(await onlyTicket(maintenance)).toMatchObject({ id: ticket, fault: 'f-1', occurrences: 2 })
    })

    test('where the lift has a ticket about the same, its reports join that one and it ends', async () => {
      const { maintenance } = await start()
      await maintenance.handle([transition('f-1', 'lift-1', 'ELV-TRAP')])
      const { id: running } = await onlyTicket(maintenance)
      const { ticket, token } = await maintenance.intake.takePublic(TRAPPED)
      await moveThrough(maintenance, ticket, ['dispatched', 'onSite'])
      expect(await maintenance.intake.locate(ticket, { equipment: 'lift-1' }, DISPATCHER)).toBe(running)
      expect(await maintenance.intake.status(token)).toMatchObject({ ticket: running, equipment: 'lift-1' })
      const merged = await maintenance.tickets.get(ticket)
      expect(merged).toMatchObject({ status: 'cancelled', closedAt: MONDAY })
      expect(merged?.timeline.at(-1)).toMatchObject({ event: 'merged', detail: { reason: running } })
      expect(merged?.clocks.every(clock => clock.stoppedAt !== undefined)).toBe(true)
      expect((await maintenance.tickets.get(running))?.timeline.at(-1)).toMatchObject({ event: 'reportJoined' })
    })

    test('two find it out at once: the second gets what changed; known and ended tickets are left alone', async () => {
      const { maintenance } = await start()
      const { ticket } = await maintenance.intake.takePublic(LEAK)
      const locate = (equipment: string, version?: number) =>
        maintenance.intake.locate(ticket, { equipment, ...(version && { version }) }, DISPATCHER)
      await expect(locate('no-such')).rejects.toMatchObject({ code: 'NOT_FOUND' })
      await expect(locate('s1-place')).rejects.toMatchObject({ code: 'NOT_FOUND' })
      const both = await Promise.allSettled([locate('lift-1', 1), locate('lift-2', 1)])
      expect(both.filter(each => each.status === 'fulfilled')).toHaveLength(1)
      expect(both.find(each => each.status === 'rejected')?.reason).toMatchObject({
        code: 'STALE_VERSION',
        details: { since: [{ event: 'located' }] },
      })
      await expect(locate('lift-2')).rejects.toMatchObject({ code: 'EQUIPMENT_KNOWN' })
      await moveThrough(maintenance, ticket, ['cancelled'])
      await expect(locate('lift-2')).rejects.toMatchObject({ code: 'TICKET_ENDED' })
    })

    test('a place of its own needs no gateway; who scans its label need not say more', async () => {
      const { maintenance } = await start()
      const garage = { id: 'garage', site: 's1', class: 'place', name: 'Garage', params: {}, occupancy: 'low' as const }
      await maintenance.registry.addEquipment(garage)
      const lift = maintenance.registry.addEquipment({ ...garage, id: 'lift-9', class: 'elevator' })
      await expect(lift).rejects.toMatchObject({ code: 'UNKNOWN_GATEWAY' })
      await maintenance.registry.reload()
      expect(maintenance.registry.equipment('garage')).not.toHaveProperty('gateway')
      const first = await maintenance.intake.takePublic({ equipment: 'garage', trouble: 'leak' })
      const again = await maintenance.intake.takePublic({ equipment: 'garage', trouble: 'leak' })
      expect(again).toMatchObject({ ticket: first.ticket, joined: true })
    })

    test('a place is sent to, proven and repaired like equipment, and no report counts it as something that fails', async () => {
      const { maintenance } = await start()
      const { ticket } = await maintenance.intake.takePublic({ ...LEAK, danger: true })
      expect((await maintenance.dispatch.candidates(ticket)).items.map(each => each.technician)).toEqual(['zhang'])
      await moveThrough(maintenance, ticket, ['dispatched'])
      const arrive = (proof: string) => maintenance.tickets.move(ticket, { to: 'onSite', proof }, DISPATCHER)
      const site = await maintenance.labels.of({ site: 's1' }, DISPATCHER)
      await expect(arrive('elsewhere')).rejects.toMatchObject({ code: 'PROOF_MISMATCH' })
      expect(await arrive(site.code)).toMatchObject({ status: 'onSite' })
      await moveThrough(maintenance, ticket, ['repaired', 'verified', 'handedOver', 'followedUp', 'closed'])
      const query = { from: MONDAY - DAY, to: MONDAY + DAY }
      const reliability = await maintenance.analytics.reliability(query)
      expect(reliability).toMatchObject({ equipment: 4, failures: { count: 0 }, outages: { count: 0 } })
      expect((await maintenance.analytics.causes(query)).badActors).toEqual([])
      expect(await maintenance.analytics.repairs(query)).toMatchObject({ opened: { count: 1 } })
    })
  })
}
