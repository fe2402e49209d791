import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import type { Database } from '#database/database.ts'
import type { Actor } from '#domain/people.ts'
import { SHIPPED_INTAKE } from '#domain/shippedPolicies.ts'
import { ADMIN, DISPATCHER, ended, MONDAY, moveThrough, onlyTicket, transition } from '../../helpers/maintenance.ts'
import { startWith } from './start.ts'

const DAY = 86_400_000
const VIEWER: Actor = { username: 'guest', role: 'viewer', sites: [] }
const TECHNICIAN: Actor = { username: 'zhang', role: 'technician', sites: [] }
const CONTACT = { name: '王小明', phone: '13812345678' }
const STUCK = {
  equipment: 'lift-1',
  trouble: 'outOfOrder',
  words: '按了没反应',
  place: '2 单元 5 楼',
  contact: CONTACT,
}

/** A small picture that says where it was taken. */
const photo = (shade = 128): Promise<Buffer> =>
  sharp({ create: { width: 60, height: 40, channels: 3, background: { r: shade, g: 90, b: 60 } } })
    .withExif({ IFD0: { Make: 'Phone', Model: 'X' }, IFD3: { GPSLatitude: '31/1 14/1 0/1' } })
    .jpeg()
    .toBuffer()

/** What people report, on every operations database. `open` gives an empty one. */
export function intakeContract(kind: string, open: () => Promise<Database>): void {
  const start = startWith(open)

  describe(`taking reports in on ${kind}`, () => {
    test('a report opens a ticket by the priority matrix; the next one about the same joins it', async () => {
      const { maintenance } = await start()
      const first = await maintenance.intake.takePublic(STUCK)
      const second = await maintenance.intake.takePublic({
        ...STUCK,
        words: '还是坏的',
        contact: { phone: '13900000000' },
      })
      const other = await maintenance.intake.takePublic({ ...STUCK, trouble: 'abnormal' })
      expect([first.joined, second.joined, other.joined]).toEqual([false, true, false])
      expect([second.ticket, other.ticket]).toEqual([first.ticket, 't-2'])
      expect(second.token).not.toBe(first.token)
      expect(await maintenance.tickets.get(first.ticket)).toMatchObject({
        origin: 'resident',
        trouble: 'outOfOrder',
        severity: 'general',
        lifeSafety: false,
        priority: 'P2',
        skill: 'SK-ELV-T',
        technician: 'zhang',
        version: 2,
      })
      const reports = await maintenance.intake.ofTicket({ id: first.ticket, status: 'new' }, DISPATCHER)
      expect(reports.map(r => [r.words, r.joined, r.contact])).toEqual([
        ['按了没反应', false, CONTACT],
        ['还是坏的', true, { phone: '13900000000' }],
      ])
    })

    test('residents who report at the same moment get one ticket between them', async () => {
      const { maintenance } = await start()
      const taken = await Promise.all(Array.from({ length: 12 }, () => maintenance.intake.takePublic(STUCK)))
      const { id } = await onlyTicket(maintenance)
      expect(new Set(taken.map(t => t.ticket))).toEqual(new Set([id]))
      expect(taken.filter(t => !t.joined)).toHaveLength(1)
      expect(new Set(taken.map(t => t.token)).size).toBe(12)
      expect(await maintenance.intake.ofTicket({ id, status: 'new' }, ADMIN)).toHaveLength(12)
    })

    test('danger makes it the most urgent, also a ticket that was running already', async () => {
      const { maintenance } = await start()
      const calm = await maintenance.intake.takePublic(STUCK)
      const grave = await maintenance.intake.takePublic({ ...STUCK, danger: true })
      expect(grave).toMatchObject({ ticket: calm.ticket, joined: true, danger: true })
      expect(await maintenance.tickets.get(calm.ticket)).toMatchObject({ priority: 'P0', lifeSafety: true })
      const trapped = await maintenance.intake.takePublic({ equipment: 'lift-2', trouble: 'trapped' })
      expect(trapped.danger).toBe(true)
      expect(await maintenance.tickets.get(trapped.ticket)).toMatchObject({ priority: 'P0', faultCode: 'ELV-TRAP' })
    })

    test('a report and the rule that finds the same share one ticket, whichever comes first', async () => {
      const { maintenance } = await start()
      await maintenance.handle([transition('f-1', 'lift-1', 'ELV-TRAP')])
      const { id } = await onlyTicket(maintenance)
      expect(await maintenance.intake.takePublic({ equipment: 'lift-1', trouble: 'trapped' })).toMatchObject({
        ticket: id,
        joined: true,
      })
      const { ticket } = await maintenance.intake.takePublic({ equipment: 'lift-2', trouble: 'trapped' })
      await maintenance.handle([transition('f-2', 'lift-2', 'ELV-TRAP')])
      expect(await maintenance.tickets.get(ticket)).toMatchObject({ fault: 'f-2', occurrences: 2 })
    })

    test('a report after the repair was thought done sends it back', async () => {
      const { maintenance } = await start()
      const { ticket } = await maintenance.intake.takePublic(STUCK)
      await moveThrough(maintenance, ticket, ['dispatched', 'onSite', 'repaired'])
      await maintenance.intake.takePublic(STUCK)
      expect(await maintenance.tickets.get(ticket)).toMatchObject({ status: 'reopened', reopens: 1 })
    })

    test('a report after the telemetry was normal again takes back what was judged, not when the outage ended', async () => {
      const { maintenance } = await start()
      const { intake, tickets, clock, analytics } = maintenance
      const trapped = transition('f-1', 'lift-1', 'ELV-TRAP')
      const restoredAt = MONDAY + 3_600_000
      await maintenance.handle([trapped])
      const { id } = await onlyTicket(maintenance)
      await moveThrough(maintenance, id, ['dispatched', 'onSite'])
      await maintenance.handle([ended(trapped, restoredAt)])
      clock.set(restoredAt)
      await moveThrough(maintenance, id, ['repaired', 'verified'])
      await intake.takePublic({ equipment: 'lift-1', trouble: 'trapped' })
      const again = await tickets.get(id)
      expect(again).toMatchObject({ status: 'reopened', reopens: 1, restoredAt })
      expect(again).not.toHaveProperty('verdict')
      await moveThrough(maintenance, id, ['onSite', 'repaired', 'verified', 'handedOver', 'followedUp', 'closed'])
      clock.set(MONDAY + 10 * DAY)
      const { downtimeHours } = await analytics.reliability({ from: MONDAY, to: MONDAY + 10 * DAY })
      expect(downtimeHours).toBe(1)
    })

    test('a report that is sent again with its key is the same one, and its new link works', async () => {
      const { maintenance } = await start()
      const key = 'a-key-of-the-sender'
      const first = await maintenance.intake.takePublic({ ...STUCK, key })
      const again = await maintenance.intake.takePublic({ ...STUCK, key })
      expect(again).toEqual({ ...first, token: again.token })
      expect(await maintenance.intake.status(first.token)).toBeUndefined()
      expect(await maintenance.intake.status(again.token)).toMatchObject({ ticket: first.ticket })
      expect(await maintenance.intake.ofTicket({ id: first.ticket, status: 'new' }, ADMIN)).toHaveLength(1)
    })

    test('the desk says to which ticket a call belongs; an ended one, or another place’s, takes none', async () => {
      const { maintenance } = await start()
      const { ticket } = await maintenance.intake.takePublic(STUCK)
      const call = { ...STUCK, trouble: 'other', channel: 'phone', ticket } as const
      expect(await maintenance.intake.takeAtDesk(call, DISPATCHER)).toMatchObject({ ticket, joined: true })
      const reports = await maintenance.intake.ofTicket({ id: ticket, status: 'new' }, DISPATCHER)
      expect(reports.at(-1)).toMatchObject({ channel: 'phone', by: 'wang' })
      const elsewhere = maintenance.intake.takeAtDesk({ ...call, equipment: 'lift-2' }, DISPATCHER)
      await expect(elsewhere).rejects.toMatchObject({ code: 'NOT_FOUND' })
      await moveThrough(maintenance, ticket, ['cancelled'])
      await expect(maintenance.intake.takeAtDesk(call, DISPATCHER)).rejects.toMatchObject({ code: 'TICKET_ENDED' })
      const wrong = maintenance.intake.takePublic({ equipment: 'pump-1', trouble: 'trapped' })
      await expect(wrong).rejects.toMatchObject({ code: 'UNKNOWN_TROUBLE' })
    })

    test('a closed ticket does not come back beside a running one about the same', async () => {
      const { maintenance } = await start()
      const { ticket } = await maintenance.intake.takePublic(STUCK)
      await moveThrough(maintenance, ticket, ['dispatched', 'onSite', 'repaired', 'verified', 'handedOver'])
      await moveThrough(maintenance, ticket, ['followedUp', 'closed'])
      const second = await maintenance.intake.takePublic(STUCK)
      expect(second.ticket).not.toBe(ticket)
      const back = maintenance.tickets.move(ticket, { to: 'reopened', reason: 'again' }, ADMIN)
      await expect(back).rejects.toMatchObject({ code: 'ALREADY_EXISTS', details: { ticket: second.ticket } })
    })

    test('the resident sees each step, who comes by a first name, and when', async () => {
      const { maintenance } = await start()
      const { ticket, token } = await maintenance.intake.takePublic(STUCK)
      expect(await maintenance.intake.status(token)).toMatchObject({
        steps: [{ step: 'received', at: MONDAY }],
        arriveAt: expect.any(Number),
        doneAt: expect.any(Number),
      })
      expect(await maintenance.intake.status(token)).not.toHaveProperty('technician')
      await moveThrough(maintenance, ticket, ['dispatched', 'onSite'])
      const told = { reason: '等配件', expectedAt: MONDAY + 3 * DAY }
      await maintenance.tickets.tellDelay(ticket, told, DISPATCHER)
      const under = await maintenance.intake.status(token)
      expect(under?.steps.map(s => s.step)).toEqual(['received', 'assigned', 'onSite'])
      expect(under).toMatchObject({ technician: '张师傅', delay: '等配件', doneAt: told.expectedAt })
      expect(JSON.stringify(under)).not.toMatch(/zhang|138|王小明/)
      await moveThrough(maintenance, ticket, ['repaired', 'verified', 'handedOver'])
      const over = await maintenance.intake.status(token)
      expect(over?.steps.map(s => s.step)).toEqual(['received', 'assigned', 'onSite', 'repaired', 'done'])
      expect(await maintenance.intake.status(`${token.slice(1)}x`)).toBeUndefined()
    })

    test('only a hash of the link is kept', async () => {
      const { database, maintenance } = await start()
      const { token } = await maintenance.intake.takePublic({ ...STUCK, key: 'a-key-of-the-sender' })
      const rows = JSON.stringify(await database.db.selectFrom('report').selectAll().execute())
      expect(rows).not.toContain(token)
      expect(rows).not.toContain('a-key-of-the-sender')
    })

    test('the contact is whole for whom it is for, and gone when its time is over', async () => {
      const { maintenance } = await start()
      const { ticket, token } = await maintenance.intake.takePublic(STUCK)
      const contactFor = async (actor: Actor) => {
        const found = await maintenance.tickets.get(ticket)
        return (await maintenance.intake.ofTicket({ id: ticket, status: found?.status ?? 'new' }, actor))[0]
      }
      const masked = { contact: { name: '王**', phone: '138******78' }, masked: true }
      expect(await contactFor(VIEWER)).toMatchObject(masked)
      expect(await contactFor(TECHNICIAN)).toMatchObject({ contact: CONTACT })
      await moveThrough(maintenance, ticket, ['cancelled'])
      expect(await contactFor(TECHNICIAN)).toMatchObject(masked)
      expect(await contactFor(DISPATCHER)).toMatchObject({ contact: CONTACT })

      await maintenance.intake.policy.change({ ...SHIPPED_INTAKE, contactDays: 10 }, 0, ADMIN)
      await maintenance.sweepAt(MONDAY + 9 * DAY)
      expect(await contactFor(DISPATCHER)).toMatchObject({ contact: CONTACT })
      await maintenance.sweepAt(MONDAY + 10 * DAY)
      expect(await contactFor(DISPATCHER)).toMatchObject({ words: '按了没反应', forgottenAt: MONDAY + 10 * DAY })
      expect(await contactFor(DISPATCHER)).not.toHaveProperty('contact')
      expect(await maintenance.intake.status(token)).toBeUndefined()
    })

    test('a photo is kept re-encoded, without where and with what it was taken; the same one again is one', async () => {
      const { maintenance } = await start()
      const taken = await maintenance.intake.takePublic(STUCK)
      const bytes = await photo()
      expect((await sharp(bytes).metadata()).exif).toBeDefined()
      const added = await maintenance.intake.addPhoto(taken, bytes, 'resident')
      expect(await maintenance.intake.addPhoto(taken, bytes, 'resident')).toEqual(added)
      expect(added).toMatchObject({ number: 1, width: 60, height: 40 })
      const kept = await maintenance.intake.photo(taken.id, 1)
      const { exif, format } = await sharp(kept as Buffer).metadata()
      expect([exif, format]).toEqual([undefined, 'jpeg'])
      expect(await maintenance.intake.photo(taken.id, 2)).toBeUndefined()
      // Held upright: what the camera only noted is done, because the note goes with the metadata.
      const turned = await sharp(await photo(90))
        .withMetadata({ orientation: 6 })
        .toBuffer()
      expect(await maintenance.intake.addPhoto(taken, turned, 'resident')).toMatchObject({ width: 40, height: 60 })
    })

    test('what is no photo, too large or one too many is refused, also when all come at once', async () => {
      const { maintenance } = await start()
      const taken = await maintenance.intake.takePublic(STUCK)
      const add = (bytes: Buffer) => maintenance.intake.addPhoto(taken, bytes, 'resident')
      const svg = Buffer.from(
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>',
      )
      const whole = await photo()
      for (const bytes of [Buffer.from('MZ not a photo'), svg, whole.subarray(0, whole.length / 2), Buffer.alloc(0)])
        await expect(add(bytes)).rejects.toMatchObject({ code: 'PHOTO_INVALID' })
      const small = { ...SHIPPED_INTAKE, photos: { ...SHIPPED_INTAKE.photos, maxMegabytes: 1 } }
      await maintenance.intake.policy.change(small, 0, ADMIN)
      await expect(add(Buffer.alloc(1_048_577))).rejects.toMatchObject({ code: 'PHOTO_TOO_LARGE' })

      const many = await Promise.all([1, 20, 40, 60, 80, 100, 120, 140].map(photo))
      const answers = await Promise.allSettled(many.map(add))
      const refused = answers.filter(answer => answer.status === 'rejected')
      expect(refused.map(answer => answer.reason.code)).toEqual(['TOO_MANY_PHOTOS', 'TOO_MANY_PHOTOS'])
      const [report] = await maintenance.intake.ofTicket({ id: taken.ticket, status: 'new' }, VIEWER)
      expect(report?.photos.map(p => p.number)).toEqual([1, 2, 3, 4, 5, 6])
    })
  })
}
