import { describe, expect, onTestFinished, test, vi } from 'vitest'
import type { Database } from '#database/database.ts'
import { silentLog } from '#domain/log.ts'
import type { Actor } from '#domain/people.ts'
import { SHIPPED_FEEDBACK, SHIPPED_INTAKE } from '#domain/shippedPolicies.ts'
import { createPost, createWebhooks } from '#maintenance'
import { startHookServer } from '../../helpers/hookServer.ts'
import { ADMIN, DISPATCHER, MONDAY, moveThrough, type TestMaintenance } from '../../helpers/maintenance.ts'
import { startWith } from './start.ts'

const MINUTE = 60_000
const HOUR = 3_600_000
const DAY = 24 * HOUR
const ZHANG: Actor = { username: 'zhang', role: 'technician', sites: [] }
const CONTACT = { name: '王小明', phone: '13812345678' }
const DONE = ['acknowledged', 'dispatched', 'onSite', 'repaired', 'verified', 'handedOver'] as const

/** A report of a resident, with the token of its page. */
const report = ({ intake }: TestMaintenance, contact: object | null = CONTACT) =>
  intake.takePublic({ equipment: 'lift-1', trouble: 'outOfOrder', ...(contact && { contact }) })

/** The ways by which a survey reaches the customer, on every operations database. `open` gives an empty one. */
export function surveyWaysContract(kind: string, open: () => Promise<Database>): void {
  const start = startWith(open)

  describe(`ways to a survey on ${kind}`, () => {
    test('the link of the own report leads to the survey once the work is accepted, and is answered once', async () => {
      const { maintenance } = await start()
      const { surveys, intake, followUps } = maintenance
      const { ticket, token } = await report(maintenance)
      const key = { report: token }
      const shown = async () => (await intake.status(token))?.survey
      await expect(surveys.form(key)).rejects.toMatchObject({ code: 'SURVEY_UNKNOWN' })
      await moveThrough(maintenance, ticket, DONE.slice(0, -1))
      expect(await shown()).toBeUndefined()
      await moveThrough(maintenance, ticket, ['handedOver'])
      expect(await shown()).toBe('open')
      expect(await surveys.form(key)).toMatchObject({ state: 'open', site: 'Site one' })
      await surveys.answer(key, { score: 4 })
      expect(await shown()).toBe('given')
      expect(await maintenance.tickets.get(ticket)).toMatchObject({ status: 'surveyed' })
      const call = await followUps.get(ticket, 'followUp', DISPATCHER)
      expect(call?.surveys).toMatchObject([{ score: 4, by: 'customer', channel: 'report' }])
      expect(call?.surveys[0]?.shownBy).toBeUndefined()
      await expect(surveys.answer(key, { score: 1 })).rejects.toMatchObject({ code: 'SURVEY_GIVEN' })
      await moveThrough(maintenance, ticket, ['reopened'])
      expect(await shown()).toBeUndefined()
    })

    test('a code that the technician shows holds a quarter of an hour, and the answer says who showed it', async () => {
      const { database, maintenance } = await start()
      const { surveys } = maintenance
      const { ticket, token } = await report(maintenance)
      await moveThrough(maintenance, ticket, DONE.slice(0, -1))
      await expect(surveys.show(ticket, ZHANG)).rejects.toMatchObject({ code: 'ILLEGAL_MOVE' })
      await moveThrough(maintenance, ticket, ['handedOver'])
      const other = { ...ZHANG, username: 'li' }
      await expect(surveys.show(ticket, other)).rejects.toMatchObject({ code: 'FORBIDDEN' })
      await expect(surveys.show(ticket, { ...ZHANG, sites: ['s2'] })).rejects.toMatchObject({ code: 'NOT_FOUND' })
      const late = await surveys.show(ticket, ZHANG)
      expect(late.expiresAt).toBe(MONDAY + 15 * MINUTE)
      maintenance.clock.set(MONDAY + 15 * MINUTE)
      await expect(surveys.answer(late, { score: 5 })).rejects.toMatchObject({ code: 'SURVEY_EXPIRED' })
      expect(await surveys.form({ report: token })).toMatchObject({ state: 'open' })
      const scanned = await surveys.show(ticket, ZHANG)
      await surveys.answer(scanned, { score: 5 })
      const told = await maintenance.tickets.get(ticket)
      expect(told?.timeline.at(-1)?.detail).toMatchObject({ channel: 'inPerson', shownBy: 'zhang' })
      expect(told?.timeline.filter(({ event, by }) => event === 'surveyShown' && by === 'zhang')).toHaveLength(2)
      const stored = JSON.stringify([told, await database.db.selectFrom('survey_link').selectAll().execute()])
      for (const { token: secret } of [late, scanned]) expect(stored).not.toContain(secret)
      await expect(surveys.show(ticket, ZHANG)).rejects.toMatchObject({ code: 'SURVEY_GIVEN' })
      expect(await maintenance.followUps.get(ticket, 'followUp', DISPATCHER)).toMatchObject({ triesLeft: 3 })
    })

    test('a gateway of messages that asks for contacts gets number and link, and a reminder; nobody else does', async () => {
      const { database, maintenance } = await start()
      const hooks = await startHookServer()
      const needs = { database, ...maintenance, ...maintenance.registry, post: createPost(['127.0.0.1']) }
      const webhooks = createWebhooks({ ...needs, now: () => MONDAY, log: silentLog, everyMs: 10 })
      onTestFinished(() => webhooks.stop())
      await webhooks.add({ name: 'SMS', url: `${hooks.url}/sms`, contacts: true, events: ['surveyDue'] }, ADMIN)
      await webhooks.add({ name: 'ERP', url: `${hooks.url}/erp` }, ADMIN)
      for (const format of ['wecom', 'dingtalk'] as const)
        await expect(
          webhooks.add({ name: 'group', url: hooks.url, contacts: true, format }, ADMIN),
        ).rejects.toMatchObject({ code: 'BAD_REQUEST' })
      const { ticket } = await report(maintenance)
      await moveThrough(maintenance, ticket, DONE)
      const sent = () => hooks.heard.filter(({ path }) => path.endsWith('/sms')).map(({ body }) => JSON.parse(body))
      await vi.waitFor(() => expect(sent()).toHaveLength(1), { timeout: 10_000, interval: 10 })
      const [{ event, survey }] = sent()
      expect([event.event, survey.contact]).toEqual(['surveyDue', CONTACT])
      expect(await maintenance.surveys.form({ token: survey.link.split('/s/')[1] })).toMatchObject({ state: 'open' })

      await maintenance.sweepAt(MONDAY + 48 * HOUR)
      await vi.waitFor(() => expect(sent()).toHaveLength(2), { timeout: 10_000, interval: 10 })
      expect(sent()[1]).toMatchObject({ event: { detail: { reminder: 1 } }, survey: { contact: CONTACT } })
      await maintenance.surveys.answer({ token: sent()[1].survey.link.split('/s/')[1] }, { score: 5 })
      await maintenance.sweepAt(MONDAY + 96 * HOUR)
      const lines = (await maintenance.tickets.get(ticket))?.timeline.filter(line => line.event === 'surveyDue')
      expect(lines).toHaveLength(2)
      await vi.waitFor(async () => expect((await webhooks.list()).map(hook => hook.waiting)).toEqual([0, 0]))
      const elsewhere = hooks.heard.filter(({ path }) => path.endsWith('/erp')).map(({ body }) => body)
      expect(elsewhere.length).toBeGreaterThan(5)
      expect(elsewhere.join()).not.toMatch(/13812345678|surveyDue|\/s\//)
    })

    test('no message goes to who left no number, who has answered, or whose number was erased; the own link ends too', async () => {
      const { maintenance } = await start()
      const { surveys, intake, feedbackPolicy } = maintenance
      await feedbackPolicy.change({ ...SHIPPED_FEEDBACK, reminders: { afterHours: 1, most: 5 } }, 0, ADMIN)
      await intake.policy.change({ ...SHIPPED_INTAKE, contactDays: 1 }, 0, ADMIN)
      const { ticket, token } = await report(maintenance)
      await moveThrough(maintenance, ticket, DONE)
      expect(await surveys.message(ticket)).toMatchObject({ contact: CONTACT })
      const due = async (id: string) =>
        (await maintenance.tickets.get(id))?.timeline.filter(line => line.event === 'surveyDue').length
      await moveThrough(maintenance, ticket, ['followedUp', 'closed'])
      for (const hour of [1, 2]) await maintenance.sweepAt(MONDAY + hour * HOUR)
      expect(await due(ticket)).toBe(3)
      await maintenance.sweepAt(MONDAY + DAY)
      await maintenance.sweepAt(MONDAY + DAY + HOUR)
      expect(await surveys.message(ticket)).toBeUndefined()
      expect(await due(ticket)).toBe(4)
      await expect(surveys.form({ report: token })).rejects.toMatchObject({ code: 'SURVEY_UNKNOWN' })

      const silent = await report(maintenance, null)
      await moveThrough(maintenance, silent.ticket, DONE)
      expect([await due(silent.ticket), await surveys.message(silent.ticket)]).toEqual([0, undefined])
      await surveys.answer({ report: silent.token }, { score: 5 })
    })
  })
}
