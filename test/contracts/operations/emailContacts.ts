import { Value } from 'typebox/value'
import { describe, expect, test } from 'vitest'
import type { Database } from '#database/database.ts'
import { PublicComplaint } from '#domain/complaintForms.ts'
import { PublicReport } from '#domain/intake.ts'
import { SHIPPED_INTAKE } from '#domain/shippedPolicies.ts'
import { ADMIN, DISPATCHER, MONDAY, moveThrough, type TestMaintenance } from '../../helpers/maintenance.ts'
import { startWith } from './start.ts'

const DAY = 86_400_000
const DONE = ['acknowledged', 'dispatched', 'onSite', 'repaired', 'verified', 'handedOver'] as const
const EMAIL = 'wang.xm@example.com'
const RUDE = { kind: 'staff', text: '师傅态度差', site: 's1' }
const STUCK = { equipment: 'lift-1', trouble: 'outOfOrder' }

const report = ({ intake }: TestMaintenance, contact: object) => intake.takePublic({ ...STUCK, contact })

/** An e-mail as a contact, on every operations database. `open` gives an empty one. */
export function emailContactsContract(kind: string, open: () => Promise<Database>): void {
  const start = startWith(open)

  describe(`e-mail contacts on ${kind}`, () => {
    test('only what can be an address is taken', () => {
      const taken = (email: string) => Value.Check(PublicReport, { ...STUCK, contact: { email } })
      expect([EMAIL, 'a+b@mail.example.cn', '王@例子.com'].map(taken)).toEqual([true, true, false])
      expect(['', 'wang', 'wang@', '@example.com', 'a b@example.com', 'a@b', 'a@b.c,d@e.f'].filter(taken)).toEqual([])
    })

    test('it is masked and erased as a phone is', async () => {
      const { database, maintenance } = await start()
      const { intake } = maintenance
      await intake.policy.change({ ...SHIPPED_INTAKE, contactDays: 1 }, 0, ADMIN)
      const { ticket: id } = await report(maintenance, { email: EMAIL })
      const seen = async (role: 'dispatcher' | 'viewer') =>
        (await intake.ofTicket({ id, status: 'new' }, { ...DISPATCHER, role }))[0]
      expect((await seen('dispatcher'))?.contact).toEqual({ email: EMAIL })
      expect(await seen('viewer')).toMatchObject({ contact: { email: 'w***@example.com' }, masked: true })
      await moveThrough(maintenance, id, [...DONE, 'followedUp', 'closed'])
      await maintenance.sweepAt(MONDAY + DAY)
      expect((await seen('dispatcher'))?.contact).toBeUndefined()
      expect(JSON.stringify(await database.db.selectFrom('report').selectAll().execute())).not.toContain(EMAIL)
    })

    test('who complains may leave one, and it is erased with the rest', async () => {
      const { database, maintenance } = await start()
      const { complaints, publicComplaints } = maintenance
      expect(Value.Check(PublicComplaint, { ...RUDE, contact: { email: 'wang' } })).toBe(false)
      const { complaint: id } = await publicComplaints.send({ ...RUDE, contact: { email: EMAIL } })
      expect((await complaints.get(id))?.contact).toEqual({ email: EMAIL })
      await database.db.updateTable('complaint').set({ status: 'closed', closed_at: MONDAY }).execute()
      await maintenance.sweepAt(MONDAY + 3650 * DAY)
      expect(JSON.stringify(await database.db.selectFrom('complaint').selectAll().execute())).not.toContain(EMAIL)
    })

    test('who left the same address is one person; a message names the way, the phone before the e-mail', async () => {
      const { database, maintenance } = await start()
      const { ticket } = await report(maintenance, { email: EMAIL })
      await report(maintenance, { email: EMAIL.toUpperCase() })
      await report(maintenance, { phone: '13900000000', email: 'li@example.com' })
      await moveThrough(maintenance, ticket, DONE)
      const surveys = await database.db.selectFrom('survey').select('id').orderBy('id').execute()
      const told = await Promise.all(surveys.map(({ id }) => maintenance.surveys.message(ticket, id)))
      expect(told).toMatchObject([
        { way: 'email', contact: { email: EMAIL.toUpperCase() } },
        { way: 'phone', contact: { phone: '13900000000', email: 'li@example.com' } },
      ])
    })
  })
}
