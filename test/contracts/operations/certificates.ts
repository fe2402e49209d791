import { describe, expect, test } from 'vitest'
import type { Database } from '#database/database.ts'
import type { Certificate } from '#domain/certificates.ts'
import { ADMIN, DISPATCHER, MONDAY, moveThrough, onlyTicket, type TestMaintenance } from '../../helpers/maintenance.ts'
import { OVERTRAVEL, startWith } from './start.ts'

const DAY = 86_400_000
const until = (validUntil: string, more: Partial<Certificate> = {}): Certificate => ({
  kind: 'CERT-ELV-T',
  number: 'T-1',
  validFrom: '2024-01-01',
  validUntil,
  ...more,
})

const hold = ({ technicians }: TestMaintenance, ...certificates: Certificate[]) =>
  technicians.change('zhang', { certificates }, ADMIN)

async function liftTicket(maintenance: TestMaintenance): Promise<string> {
  await maintenance.handle([OVERTRAVEL])
  return (await onlyTicket(maintenance)).id
}

/** Certificates of technicians on every operations database. `open` gives an empty one. */
export function certificatesContract(kind: string, open: () => Promise<Database>): void {
  const start = startWith(open)

  describe(`certificates on ${kind}`, () => {
    test('who has no valid certificate on the day of the visit is not sent, and the answer names it', async () => {
      const { maintenance } = await start()
      const id = await liftTicket(maintenance)
      const send = () => maintenance.tickets.move(id, { to: 'dispatched', technician: 'zhang' }, DISPATCHER)
      await hold(maintenance, until('2026-11-22'))
      const refused = { code: 'CERTIFICATE_EXPIRED', details: { technician: 'zhang', skill: 'SK-ELV-T' } }
      await expect(send()).rejects.toMatchObject({
        ...refused,
        details: { ...refused.details, ...until('2026-11-22') },
      })
      await hold(maintenance, until('2030-01-01', { validFrom: '2026-11-24' }))
      await expect(send()).rejects.toMatchObject(refused)
      expect(await maintenance.tickets.get(id)).toMatchObject({ status: 'new' })
      await hold(maintenance, until('2026-11-22'), until('2026-11-23', { number: 'T-2' }))
      expect(await send()).toMatchObject({ status: 'dispatched', technician: 'zhang' })
    })

    test('a repair that staff report asks for the certificate of the equipment’s class, a question for none', async () => {
      const { maintenance } = await start()
      await hold(maintenance, until('2026-11-22'))
      const told = { equipment: OVERTRAVEL.equipment, title: 'the door scrapes' }
      const repair = await maintenance.tickets.create(told, DISPATCHER)
      const question = await maintenance.tickets.create({ ...told, kind: 'question' }, DISPATCHER)
      const send = (id: string) => maintenance.tickets.move(id, { to: 'dispatched', technician: 'zhang' }, DISPATCHER)
      await expect(send(repair.id)).rejects.toMatchObject({ code: 'CERTIFICATE_EXPIRED' })
      expect(await send(question.id)).toMatchObject({ status: 'dispatched' })
    })

    test('who is named when a ticket is opened has to hold the certificate too; otherwise there is no ticket', async () => {
      const { maintenance } = await start()
      await hold(maintenance, until('2026-11-22'))
      const told = { equipment: OVERTRAVEL.equipment, title: 'the door scrapes', technician: 'zhang' }
      await expect(maintenance.tickets.create(told, DISPATCHER)).rejects.toMatchObject({ code: 'CERTIFICATE_EXPIRED' })
      expect((await maintenance.tickets.list({})).items).toEqual([])
      await hold(maintenance, until('2030-01-01'))
      expect(await maintenance.tickets.create(told, DISPATCHER)).toMatchObject({ technician: 'zhang' })
    })

    test('a certificate that ends between dispatch and acceptance stops the acceptance', async () => {
      const { maintenance } = await start()
      const id = await liftTicket(maintenance)
      await hold(maintenance, until('2026-11-23'))
      await maintenance.tickets.move(id, { to: 'dispatched', technician: 'zhang' }, DISPATCHER)
      maintenance.clock.set(MONDAY + DAY)
      const zhang = { username: 'zhang', role: 'technician', sites: [] } as const
      for (const to of ['accepted', 'enRoute'] as const)
        await expect(maintenance.tickets.move(id, { to }, zhang)).rejects.toMatchObject({ code: 'CERTIFICATE_EXPIRED' })
      await hold(maintenance, until('2027-11-23'))
      expect(await maintenance.tickets.move(id, { to: 'accepted' }, zhang)).toMatchObject({ status: 'accepted' })
    })

    test('a certificate that ends after the acceptance stops who sets out, arrives, or comes again', async () => {
      const { maintenance } = await start()
      const { tickets, clock } = maintenance
      const id = await liftTicket(maintenance)
      await hold(maintenance, until('2026-11-23'))
      await moveThrough(maintenance, id, ['dispatched', 'accepted'])
      const go = (to: 'enRoute' | 'onSite') => tickets.move(id, { to, reason: 'the label is gone' }, DISPATCHER)
      const isRefused = (to: 'enRoute' | 'onSite') =>
        expect(go(to)).rejects.toMatchObject({ code: 'CERTIFICATE_EXPIRED', details: { technician: 'zhang' } })
      clock.set(MONDAY + DAY)
      for (const to of ['enRoute', 'onSite'] as const) await isRefused(to)
      clock.set(MONDAY)
      await go('enRoute')
      clock.set(MONDAY + DAY)
      await isRefused('onSite')
      clock.set(MONDAY)
      await go('onSite')
      await moveThrough(maintenance, id, ['waitingCustomer'])
      clock.set(MONDAY + DAY)
      await isRefused('onSite')
      await hold(maintenance, until('2027-11-23'))
      expect((await go('onSite')).status).toBe('onSite')
    })

    test('a visit that is promised for after the last day is too late', async () => {
      const { database, maintenance } = await start()
      const id = await liftTicket(maintenance)
      await hold(maintenance, until('2026-11-23'))
      const arrival = { due_at: MONDAY + DAY }
      await database.db.updateTable('ticket_clock').set(arrival).where('kind', '=', 'arrive').execute()
      await expect(
        maintenance.tickets.move(id, { to: 'dispatched', technician: 'zhang' }, DISPATCHER),
      ).rejects.toMatchObject({ code: 'CERTIFICATE_EXPIRED' })
    })

    test('a strict site sends nobody without a certificate on file, and nobody alone where two are asked for', async () => {
      const { maintenance } = await start()
      const id = await liftTicket(maintenance)
      await maintenance.technicians.add({ id: 'li', name: '李师傅', skills: ['SK-ELV-T'] }, ADMIN)
      const { dispatch, tickets } = maintenance
      await dispatch.change('s1', { mode: 'assign', acceptMin: null, strict: true, version: 0 }, ADMIN)
      const send = (more: object) => tickets.move(id, { to: 'dispatched', technician: 'zhang', ...more }, DISPATCHER)
      await expect(send({})).rejects.toMatchObject({ code: 'MOVE_NEEDS', details: { missing: ['second'] } })
      await expect(send({ second: 'zhang' })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
      await expect(send({ second: 'nobody' })).rejects.toMatchObject({ code: 'UNKNOWN_TECHNICIAN' })
      await hold(maintenance, until('2030-01-01'))
      const missing = { code: 'CERTIFICATE_MISSING', details: { technician: 'li', kind: 'CERT-ELV-T' } }
      await expect(send({ second: 'li' })).rejects.toMatchObject(missing)
      await maintenance.technicians.change('li', { certificates: [until('2030-01-01')] }, ADMIN)
      expect(await send({ second: 'li' })).toMatchObject({ technician: 'zhang', second: 'li' })
    })

    test('what ends soon is told 90 and 30 days before, and what cannot be is refused', async () => {
      const { maintenance } = await start()
      const { technicians } = maintenance
      for (const [day, within] of [
        ['2027-02-22', []],
        ['2027-02-21', [90]],
        ['2026-12-24', [90]],
        ['2026-12-23', [30]],
        ['2026-11-23', [30]],
        ['2026-11-22', [0]],
      ] as const)
        expect([day, (await hold(maintenance, until(day))).certificateWarnings.map(w => w.within)]).toEqual([
          day,
          within,
        ])
      for (const bad of [until('2023-01-01'), until('2026-02-30'), until('2027-01-01', { kind: 'CERT-X' })])
        await expect(hold(maintenance, bad)).rejects.toMatchObject({ code: 'BAD_REQUEST' })
      expect((await technicians.get('zhang'))?.certificates).toEqual([until('2026-11-22')])
    })

    test('a skill or a site is looked for to the letter', async () => {
      const { technicians } = (await start()).maintenance
      await technicians.change('zhang', { sites: ['s1'] }, ADMIN)
      for (const query of [{ skill: 'SK_ELV_T' }, { skill: '%' }, { skill: 'sk-elv-t' }, { site: '%' }, { site: 's_' }])
        expect([query, await technicians.list(query)]).toEqual([query, []])
      expect(await technicians.list({ skill: 'SK-ELV-T', site: 's1' })).toHaveLength(1)
    })
  })
}
