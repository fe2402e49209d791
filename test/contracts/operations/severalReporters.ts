import { describe, expect, onTestFinished, test, vi } from 'vitest'
import type { Database } from '#database/database.ts'
import { silentLog } from '#domain/log.ts'
import { createPost, createWebhooks } from '#maintenance'
import { startHookServer } from '../../helpers/hookServer.ts'
import { ADMIN, DISPATCHER, MONDAY, moveThrough, type TestMaintenance } from '../../helpers/maintenance.ts'
import { startWith } from './start.ts'

const DAY = 86_400_000
const DONE = ['acknowledged', 'dispatched', 'onSite', 'repaired', 'verified', 'handedOver'] as const
const WANG = { name: '王小明', phone: '13812345678' }
const LI = { name: '李业主', phone: '13900000000' }

const report = ({ intake }: TestMaintenance, contact?: object) =>
  intake.takePublic({ equipment: 'lift-1', trouble: 'outOfOrder', ...(contact && { contact }) })

/** One ticket that two report with a contact, one of them twice, and two without; done and accepted. */
async function reportedBySeveral(maintenance: TestMaintenance) {
  const wang = await report(maintenance, WANG)
  const li = await report(maintenance, LI)
  const again = await report(maintenance, { phone: '+86 138-1234-5678' })
  const nobody = await report(maintenance)
  const neither = await report(maintenance)
  await moveThrough(maintenance, wang.ticket, DONE)
  return { ticket: wang.ticket, wang, li, again, nobody, neither }
}

const satisfactionOf = async ({ analytics }: TestMaintenance) =>
  await analytics.satisfaction({ from: MONDAY - DAY, to: MONDAY + DAY })

/** Several people report one ticket, on every operations database. `open` gives an empty one. */
export function severalReportersContract(kind: string, open: () => Promise<Database>): void {
  const start = startWith(open)

  describe(`several reporters on ${kind}`, () => {
    test('each who left another contact answers for themselves, and those without one together', async () => {
      const { database, maintenance } = await start()
      const { surveys, intake } = maintenance
      const { ticket, wang, li, again, nobody, neither } = await reportedBySeveral(maintenance)
      const shown = async () =>
        await Promise.all([wang, li, again, nobody, neither].map(async one => (await intake.status(one.token))?.survey))
      await surveys.answer({ report: wang.token }, { score: 5 })
      expect(await shown()).toEqual(['given', 'open', 'given', 'open', 'open'])
      await surveys.answer({ report: neither.token }, { score: 4 })
      expect(await shown()).toEqual(['given', 'open', 'given', 'given', 'given'])
      for (const { token } of [again, nobody])
        await expect(surveys.answer({ report: token }, { score: 1 })).rejects.toMatchObject({ code: 'SURVEY_GIVEN' })
      await surveys.answer({ report: li.token }, { score: 3 })
      const rows = await database.db.selectFrom('survey').select(['report', 'score']).orderBy('score').execute()
      expect(rows).toEqual([
        { report: li.id, score: 3 },
        { report: null, score: 4 },
        { report: wang.id, score: 5 },
      ])
      const answers = (await maintenance.tickets.get(ticket))?.timeline.flatMap(({ detail, event }) =>
        detail?.survey ? [[event, detail.report]] : [],
      )
      expect(answers).toEqual([
        ['moved', wang.id],
        ['surveyAnswered', undefined],
        ['surveyAnswered', li.id],
      ])
    })

    test('the desk sees whom a ticket asks, and a link or a code is for whom it chooses', async () => {
      const { maintenance } = await start()
      const { surveys } = maintenance
      const { ticket, wang, li } = await reportedBySeveral(maintenance)
      await surveys.answer(await surveys.invite(ticket, DISPATCHER, { report: li.id }), { score: 2 })
      await surveys.answer(await surveys.show(ticket, DISPATCHER, { report: null }), { score: 3 })
      expect(await surveys.asked(ticket, DISPATCHER)).toEqual([
        { report: wang.id, contact: { phone: '+86 138-1234-5678' }, state: 'open' },
        { report: li.id, contact: LI, state: 'given' },
        { state: 'given' },
      ])
      const answers = (await maintenance.followUps.get(ticket, 'followUp', DISPATCHER))?.surveys
      expect(answers?.map(({ report: whose, score }) => [whose, score])).toEqual([
        [li.id, 2],
        [undefined, 3],
      ])
      await expect(surveys.invite(ticket, DISPATCHER, { report: 'r-999' })).rejects.toMatchObject({
        code: 'ILLEGAL_MOVE',
      })
      await expect(surveys.asked(ticket, { ...DISPATCHER, sites: ['s2'] })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    })

    test('answers are counted each, the response by invitations, and the return visit by tickets', async () => {
      const { maintenance } = await start()
      const { surveys, followUps } = maintenance
      const { ticket, wang, li } = await reportedBySeveral(maintenance)
      await surveys.answer({ report: wang.token }, { score: 5 })
      await surveys.answer({ report: li.token }, { score: 1 })
      await followUps.attempt(ticket, 'followUp', { result: 'satisfied' }, DISPATCHER)
      expect(await satisfactionOf(maintenance)).toMatchObject({
        asked: { count: 3 },
        answered: { count: 2 },
        meanScore: 3,
        followedUp: { count: 1 },
      })
    })

    test('a low score of any of them owes a call, also after the last one was made; the list shows each', async () => {
      const { maintenance } = await start()
      const { surveys, followUps } = maintenance
      const { ticket, wang, li, nobody } = await reportedBySeveral(maintenance)
      await surveys.answer({ report: wang.token }, { score: 5 })
      expect(await followUps.get(ticket, 'callBack', DISPATCHER)).toBeUndefined()
      await surveys.answer({ report: li.token }, { score: 1, comment: '又坏了' })
      expect(await followUps.get(ticket, 'callBack', DISPATCHER)).toMatchObject({
        reporters: [
          { report: wang.id, contact: { phone: '+86 138-1234-5678' } },
          { report: li.id, contact: LI },
        ],
        surveys: [
          { report: wang.id, score: 5 },
          { report: li.id, score: 1 },
        ],
      })
      const viewer = await followUps.get(ticket, 'callBack', { ...DISPATCHER, role: 'viewer' })
      expect(viewer?.reporters[1]).toEqual({
        report: li.id,
        masked: true,
        contact: { name: '李**', phone: '139******00' },
      })
      await followUps.attempt(ticket, 'callBack', { result: 'satisfied' }, DISPATCHER)
      await surveys.answer({ report: nobody.token }, { score: 2 })
      const owed = await followUps.get(ticket, 'callBack', DISPATCHER)
      expect([owed?.endedAt, owed?.surveys.map(({ score }) => score)]).toEqual([undefined, [5, 1, 2]])
    })

    test('a gateway of messages is told whose survey it is, and only who has not answered is reminded', async () => {
      const { database, maintenance } = await start()
      const hooks = await startHookServer()
      const needs = { database, ...maintenance, ...maintenance.registry, post: createPost(['127.0.0.1']) }
      const webhooks = createWebhooks({ ...needs, now: () => MONDAY, log: silentLog, everyMs: 10 })
      onTestFinished(() => webhooks.stop())
      await webhooks.add({ name: 'SMS', url: hooks.url, contacts: true, events: ['surveyDue'] }, ADMIN)
      const { wang, li } = await reportedBySeveral(maintenance)
      const sent = () => hooks.heard.map(({ body }) => JSON.parse(body))
      const heard = (count: number) => vi.waitFor(() => expect(sent()).toHaveLength(count), { timeout: 10_000 })
      await heard(2)
      for (const { event, survey } of sent())
        expect(event.detail).toEqual({ invitation: survey.id, report: survey.report })
      const [toWang, toLi] = sent()
      expect(toWang.survey).toMatchObject({ report: wang.id, contact: { phone: '+86 138-1234-5678' } })
      expect(toLi.survey).toMatchObject({ report: li.id, contact: LI })
      await maintenance.surveys.answer({ token: toWang.survey.link.split('/s/')[1] }, { score: 5 })
      expect(await maintenance.surveys.form({ report: li.token })).toMatchObject({ state: 'open' })
      await maintenance.sweepAt(MONDAY + 2 * DAY)
      await heard(3)
      expect(sent()[2]).toMatchObject({ event: { detail: { reminder: 1 } }, survey: { report: li.id } })
    })

    test('a survey of the whole ticket that waits from before can be answered by each, once, and is reminded of', async () => {
      const { database, maintenance } = await start()
      const { surveys, intake } = maintenance
      const { ticket, wang, li } = await reportedBySeveral(maintenance)
      await database.db.deleteFrom('survey').where('report', 'is not', null).execute()
      await database.db.updateTable('survey').set({ remind_at: MONDAY }).execute()
      expect(await surveys.message(ticket)).toMatchObject({ contact: { phone: '+86 138-1234-5678' } })
      await surveys.answer({ report: li.token }, { score: 4 })
      expect((await intake.status(wang.token))?.survey).toBe('given')
    })
  })
}
