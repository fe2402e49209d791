import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import type { Database } from '#database/database.ts'
import type { Actor } from '#domain/people.ts'
import type { TicketMove } from '#domain/ticketCommands.ts'
import {
  ADMIN,
  DISPATCHER,
  ended,
  labelOf,
  MONDAY,
  moveThrough,
  onlyTicket,
  type TestMaintenance,
  transition,
} from '../../helpers/maintenance.ts'
import { LEVEL, startWith } from './start.ts'

const ZHANG: Actor = { username: 'zhang', role: 'technician', sites: [] }
const LI: Actor = { username: 'li', role: 'technician', sites: [] }
const VIEWER: Actor = { username: 'guest', role: 'viewer', sites: [] }
const DAY = 86_400_000
/** A PNG of one pixel. */
const DOT =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
const DOT_BYTES = Buffer.from(DOT.slice(DOT.indexOf(',') + 1), 'base64')
const pixels = (png?: Buffer) => sharp(png).raw().toBuffer()
const REPAIR = { cause: 'wear-out', action: 'replace' }
const DIAGNOSIS = { failureMode: 'BRD', mechanism: 'wear', cause: 'wear-out', plan: 'new rollers' }

/** A repair that was handed over, followed up and closed. */
async function closeRepair(maintenance: TestMaintenance, id: string): Promise<void> {
  await moveThrough(maintenance, id, [
    'dispatched',
    'onSite',
    'repaired',
    'verified',
    'handedOver',
    'followedUp',
    'closed',
  ])
}

/** The way of a ticket and who may go it, on every operations database. `open` gives an empty one. */
export function ticketFlowContract(kind: string, open: () => Promise<Database>): void {
  const start = startWith(open)

  describe(`the way of a ticket on ${kind}`, () => {
    test('a technician moves the own tickets, and only what the table gives technicians', async () => {
      const { maintenance } = await start()
      const { id } = await maintenance.tickets.create({ equipment: 'pump-1', title: 'x' }, ZHANG)
      const move = (to: TicketMove['to'], actor: Actor, more: object = {}) =>
        maintenance.tickets.move(id, { to, ...more }, actor)
      const forbidden = { code: 'FORBIDDEN' }
      await expect(move('dispatched', ZHANG, { technician: 'zhang' })).rejects.toMatchObject(forbidden)
      await move('dispatched', DISPATCHER, { technician: 'zhang' })
      await expect(move('accepted', LI)).rejects.toMatchObject({ ...forbidden, details: { technician: 'zhang' } })
      await expect(move('accepted', VIEWER)).rejects.toMatchObject(forbidden)
      await move('accepted', ZHANG)
      await move('onSite', ZHANG, { proof: `https://caretaker.example/l/${await labelOf(maintenance, 'pump-1')}` })
      await move('repaired', ZHANG, { repair: REPAIR })
      await move('verified', ZHANG, { evidence: 'it runs' })
      await move('handedOver', ZHANG, { signature: { name: '李', party: 'propertyOffice' } })
      await expect(move('followedUp', ZHANG, { followUp: { result: 'satisfied' } })).rejects.toMatchObject(forbidden)
      const ticket = await move('followedUp', DISPATCHER, { followUp: { result: 'satisfied' } })
      expect(ticket.timeline.find(e => e.to === 'onSite')?.detail).toMatchObject({ proof: { by: 'scan', at: MONDAY } })
    })

    test('a ticket goes back to the desk, or over to somebody else, each with a reason and its own name', async () => {
      const { maintenance } = await start()
      await maintenance.technicians.add({ id: 'li', name: '李师傅', skills: [] }, ADMIN)
      const { id } = await maintenance.tickets.create({ equipment: 'pump-1', title: 'x' }, DISPATCHER)
      await moveThrough(maintenance, id, ['dispatched', 'accepted'])
      const lacking = async (move: TicketMove, missing: string[]) =>
        await expect(maintenance.tickets.move(id, move, ZHANG)).rejects.toMatchObject({
          code: 'MOVE_NEEDS',
          details: { missing },
        })
      await lacking({ to: 'acknowledged' }, ['reason'])
      await lacking({ to: 'dispatched', technician: 'zhang', reason: 'x' }, ['technician'])
      await maintenance.tickets.move(id, { to: 'dispatched', technician: 'li', reason: 'no ladder' }, ZHANG)
      await expect(maintenance.tickets.move(id, { to: 'accepted' }, ZHANG)).rejects.toMatchObject({ code: 'FORBIDDEN' })
      const back = await maintenance.tickets.move(id, { to: 'acknowledged', reason: 'not mine' }, LI)
      expect(back.timeline.slice(-2).map(e => [e.event, e.by, e.detail?.reason])).toEqual([
        ['transferred', 'zhang', 'no ladder'],
        ['returned', 'li', 'not mine'],
      ])
    })

    test('the device itself proves the arrival, while it says so and since the ticket was opened', async () => {
      const { maintenance } = await start()
      const { id } = await maintenance.tickets.create({ equipment: 'lift-1', title: 'x' }, DISPATCHER)
      await moveThrough(maintenance, id, ['dispatched'])
      const inspected = (ts: number) => maintenance.observed.set('lift-1', new Map([['serviceMode', { value: 2, ts }]]))
      const arrive = () => maintenance.tickets.move(id, { to: 'onSite' }, ZHANG)
      inspected(MONDAY - 1)
      await expect(arrive()).rejects.toMatchObject({ code: 'MOVE_NEEDS', details: { missing: ['proof'] } })
      inspected(MONDAY)
      maintenance.clock.set(MONDAY + 11 * 60_000)
      await expect(arrive()).rejects.toMatchObject({ code: 'MOVE_NEEDS' })
      inspected(MONDAY + 10 * 60_000)
      const { timeline } = await arrive()
      expect(timeline.at(-1)?.detail?.proof).toMatchObject({ by: 'signal', metric: 'serviceMode', value: 2 })
    })

    test('a plan that costs needs the owner’s signature, and a new plan a new one; under warranty none', async () => {
      const { maintenance } = await start()
      const { id } = await maintenance.tickets.create({ equipment: 'pump-1', title: 'x' }, DISPATCHER)
      await moveThrough(maintenance, id, ['dispatched', 'onSite'])
      const diagnose = (more: object) =>
        maintenance.tickets.move(id, { to: 'diagnosed', diagnosis: { ...DIAGNOSIS, ...more } }, ZHANG)
      const wait = () => maintenance.tickets.move(id, { to: 'waitingPart', reason: 'rollers' }, ZHANG)
      const unsigned = { code: 'MOVE_NEEDS', details: { missing: ['consent'] } }
      await diagnose({ estimatedCost: 800 })
      await expect(wait()).rejects.toMatchObject(unsigned)
      const owner = { purpose: 'consent', name: '李业主', party: 'owner' } as const
      const signed = await maintenance.tickets.sign(id, { ...owner, image: DOT }, ZHANG)
      expect(signed.signatures).toEqual([{ ...owner, number: 1, drawn: true, at: MONDAY, by: 'zhang' }])
      expect(await pixels(await maintenance.tickets.drawing(id, 1))).toEqual(await pixels(DOT_BYTES))
      await wait()
      maintenance.clock.set(MONDAY + 1)
      await diagnose({ estimatedCost: 5000 })
      await expect(wait()).rejects.toMatchObject(unsigned)
      await diagnose({ estimatedCost: 5000, underWarranty: true })
      expect((await wait()).status).toBe('waitingPart')
    })

    test('nobody signs for the acceptance of what is not repaired yet; after the repair others may sign as well', async () => {
      const { maintenance } = await start()
      const { id } = await maintenance.tickets.create({ equipment: 'pump-1', title: 'x' }, DISPATCHER)
      const accept = () =>
        maintenance.tickets.sign(id, { purpose: 'acceptance', name: '物业', party: 'propertyOffice' }, DISPATCHER)
      await moveThrough(maintenance, id, ['dispatched', 'onSite'])
      await expect(accept()).rejects.toMatchObject({
        code: 'ILLEGAL_MOVE',
        details: { noun: 'acceptance', from: 'onSite' },
      })
      await moveThrough(maintenance, id, ['repaired'])
      expect((await accept()).signatures).toMatchObject([{ purpose: 'acceptance', party: 'propertyOffice' }])
    })

    test('a signature is a picture of a signature, and is not taken for what has ended', async () => {
      const { database, maintenance } = await start()
      const { id } = await maintenance.tickets.create({ equipment: 'pump-1', title: 'x' }, DISPATCHER)
      const sign = (image: string) =>
        maintenance.tickets.sign(id, { purpose: 'consent', name: '李', party: 'owner', image }, ZHANG)
      const huge = Buffer.from(DOT_BYTES)
      huge.writeUInt32BE(100_000, 16)
      const headed = Buffer.concat([DOT_BYTES.subarray(0, 33), Buffer.from('<script>alert(1)</script>'.repeat(9))])
      for (const bytes of [Buffer.from('GIF89a'), Buffer.alloc(60), huge, headed])
        await expect(sign(`data:image/png;base64,${bytes.toString('base64')}`)).rejects.toMatchObject({
          code: 'SIGNATURE_INVALID',
        })
      const hides = Buffer.concat([DOT_BYTES, Buffer.from('PK, and a telephone number')])
      const { signatures } = await sign(`data:image/png;base64,${hides.toString('base64')}`)
      const kept = await maintenance.tickets.drawing(id, signatures[0]?.number ?? 0)
      expect([kept?.subarray(1, 4).toString(), kept?.includes('telephone')]).toEqual(['PNG', false])
      await moveThrough(maintenance, id, ['cancelled'])
      const ended = { code: 'TICKET_ENDED', details: { status: 'cancelled' } }
      await expect(sign(DOT)).rejects.toMatchObject(ended)
      await expect(maintenance.tickets.urge(id, {}, DISPATCHER)).rejects.toMatchObject(ended)
      await expect(maintenance.tickets.tellDelay(id, { reason: 'x' }, DISPATCHER)).rejects.toMatchObject(ended)
      const handOver = { to: 'handedOver', signature: { name: '李', party: 'owner' } } as const
      await expect(maintenance.tickets.move(id, handOver, DISPATCHER)).rejects.toMatchObject({ code: 'ILLEGAL_MOVE' })
      expect(await database.db.selectFrom('ticket_signature').selectAll().execute()).toHaveLength(1)
    })

    test('silence is not health: a ticket is neither verified nor closed while its telemetry is unknown', async () => {
      const { maintenance } = await start()
      await maintenance.handle([LEVEL, ended(LEVEL)])
      await moveThrough(maintenance, 't-1', ['dispatched', 'onSite', 'repaired'])
      const silent = { code: 'FAULT_UNKNOWN', details: { code: 'ELV-LEVEL', metrics: ['levellingError'] } }
      maintenance.unknown.set('lift-1', ['levellingError'])
      await expect(moveThrough(maintenance, 't-1', ['verified'])).rejects.toMatchObject(silent)
      maintenance.unknown.clear()
      await moveThrough(maintenance, 't-1', ['verified', 'handedOver', 'followedUp'])
      maintenance.unknown.set('lift-1', ['levellingError'])
      await expect(moveThrough(maintenance, 't-1', ['closed'])).rejects.toMatchObject(silent)
      maintenance.unknown.clear()
      expect((await moveThrough(maintenance, 't-1', ['closed'])).status).toBe('closed')
    })

    test('the telemetry verifies a repair; one that does not hold goes back to its technician by itself', async () => {
      const { maintenance } = await start()
      await maintenance.handle([LEVEL])
      await moveThrough(maintenance, 't-1', ['dispatched', 'onSite', 'repaired'])
      await maintenance.handle([ended(LEVEL, MONDAY + 60_000)])
      const verified = await onlyTicket(maintenance)
      expect(verified).toMatchObject({ status: 'verified', restoredAt: MONDAY + 60_000 })
      expect(verified.timeline.at(-1)).toMatchObject({ by: 'system', to: 'verified', detail: { byTelemetry: true } })
      await moveThrough(maintenance, 't-1', ['handedOver'])
      await maintenance.handle([transition('f-3', 'lift-1', 'ELV-LEVEL', MONDAY + 600_000)])
      const back = await onlyTicket(maintenance)
      expect(back).toMatchObject({ status: 'reopened', technician: 'zhang', reopens: 1 })
      expect(back.repair).toBeUndefined()
      expect(back.timeline.at(-1)).toMatchObject({
        event: 'reopened',
        by: 'system',
        detail: { why: 'notHeld', heldMs: 600_000, technician: 'zhang' },
      })
      expect((await maintenance.tickets.move('t-1', { to: 'accepted' }, ZHANG)).status).toBe('accepted')
    })

    test('who repaired it goes on by themselves while the telemetry has not verified it; afterwards the desk decides', async () => {
      const { maintenance } = await start()
      await maintenance.handle([LEVEL])
      await moveThrough(maintenance, 't-1', ['dispatched', 'onSite', 'repaired'])
      const again = (more: object) => maintenance.tickets.move('t-1', { to: 'reopened', ...more }, ZHANG)
      await expect(again({})).rejects.toMatchObject({ code: 'MOVE_NEEDS', details: { missing: ['reason'] } })
      const back = await again({ reason: 'still levels badly' })
      expect(back).toMatchObject({ status: 'reopened', technician: 'zhang', technicianProposed: false, reopens: 1 })
      expect(back.clocks.find(clock => clock.kind === 'resolve')?.stoppedAt).toBeUndefined()
      await moveThrough(maintenance, 't-1', ['onSite', 'repaired'])
      await maintenance.handle([ended(LEVEL, MONDAY + 60_000)])
      expect((await onlyTicket(maintenance)).status).toBe('verified')
      await expect(again({ reason: 'x' })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    })

    test('a fault repaired not long ago is linked and more urgent, unless only danger to life comes higher', async () => {
      const { maintenance } = await start()
      const again = async (id: string, at: number) => {
        maintenance.clock.set(at)
        await maintenance.handle([transition(id, 'lift-1', 'ELV-LEVEL', at)])
        const { items } = await maintenance.tickets.list({ open: true })
        await maintenance.handle([ended(transition(id, 'lift-1', 'ELV-LEVEL', at), at)])
        await closeRepair(maintenance, items[0]?.id ?? '')
        return items[0]
      }
      const first = await again('f-1', MONDAY)
      const second = await again('f-2', MONDAY + 29 * DAY)
      const third = await again('f-3', MONDAY + 60 * DAY)
      const step = (priority = 'P9') => Number(priority[1])
      expect(first?.repeatOf).toBeUndefined()
      expect(second?.repeatOf).toBe(first?.id)
      expect(third?.repeatOf).toBeUndefined()
      expect(third?.priority).toBe(first?.priority)
      expect(step(second?.priority)).toBe(Math.max(first?.lifeSafety ? 0 : 1, step(first?.priority) - 1))
    })

    test('a repeat of what endangers nobody stays below danger to life', async () => {
      const { maintenance } = await start()
      const open = async (lifeSafety: boolean) => {
        const asked = { equipment: 'lift-1', faultCode: 'ELV-LEVEL', severity: 'major', lifeSafety } as const
        const { id, priority, repeatOf } = await maintenance.tickets.create(asked, DISPATCHER)
        await closeRepair(maintenance, id)
        return [priority, repeatOf !== undefined]
      }
      expect([await open(false), await open(false), await open(true)]).toEqual([
        ['P1', false],
        ['P1', true],
        ['P0', true],
      ])
    })

    test('a replacement goes by diagnosis and serial number; a question is answered', async () => {
      const { maintenance } = await start()
      const unit = await maintenance.tickets.create(
        { equipment: 'pump-1', title: 'new pump', kind: 'replacement' },
        DISPATCHER,
      )
      await moveThrough(maintenance, unit.id, ['dispatched', 'onSite'])
      const replace = (repair: object) =>
        maintenance.tickets.move(unit.id, { to: 'repaired', repair: { ...REPAIR, ...repair } }, ZHANG)
      await expect(replace({ newSerial: 'N-1' })).rejects.toMatchObject({ code: 'ILLEGAL_MOVE' })
      await moveThrough(maintenance, unit.id, ['diagnosed'])
      const lacking = { code: 'MOVE_NEEDS', details: { missing: ['repair.newSerial'] } }
      await expect(replace({})).rejects.toMatchObject(lacking)
      expect((await replace({ newSerial: 'N-1', oldSerial: 'O-1' })).repair).toMatchObject({ newSerial: 'N-1' })

      const question = await maintenance.tickets.create(
        { equipment: 'pump-1', title: 'how to bleed it?', kind: 'question' },
        DISPATCHER,
      )
      expect(question.clocks.map(c => c.kind).sort()).toEqual(['acknowledge', 'resolve', 'respond'])
      await expect(moveThrough(maintenance, question.id, ['repaired'])).rejects.toMatchObject({ code: 'ILLEGAL_MOVE' })
      const done = await moveThrough(maintenance, question.id, ['acknowledged', 'answered', 'followedUp', 'closed'])
      expect(done.status).toBe('closed')
    })

    test('urging counts, telling of a delay is kept, and both are in the history', async () => {
      const { maintenance } = await start()
      const { id } = await maintenance.tickets.create({ equipment: 'pump-1', title: 'x' }, DISPATCHER)
      await Promise.all([1, 2, 3].map(() => maintenance.tickets.urge(id, { note: 'still dark' }, DISPATCHER)))
      const told = await maintenance.tickets.tellDelay(id, { reason: 'no part', expectedAt: MONDAY + DAY }, DISPATCHER)
      expect(told).toMatchObject({ urges: 3, delay: { reason: 'no part', toldAt: MONDAY, expectedAt: MONDAY + DAY } })
      expect(told.timeline.map(e => e.event)).toEqual(['opened', 'urged', 'urged', 'urged', 'delayTold'])
      await expect(maintenance.tickets.urge(id, {}, { ...LI, sites: ['s2'] })).rejects.toMatchObject({
        code: 'NOT_FOUND',
      })
    })
  })
}
