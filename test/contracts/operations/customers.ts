import { describe, expect, test } from 'vitest'
import type { Database } from '#database/database.ts'
import type { SurveyInvitation } from '#domain/surveys.ts'
import type { TicketStatus } from '#domain/tickets.ts'
import { ADMIN, DISPATCHER, MONDAY, moveThrough, type TestMaintenance } from '../../helpers/maintenance.ts'
import { OVERTRAVEL, startWith } from './start.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const REPAIRED = ['acknowledged', 'dispatched', 'onSite', 'repaired'] as const

const reported = async ({ tickets }: TestMaintenance, title = 'The door squeaks') =>
  (await tickets.create({ equipment: 'lift-1', title }, DISPATCHER)).id

/** A reported repair that its owner has signed, with the way to the survey. */
async function handedOver(maintenance: TestMaintenance): Promise<{ id: string; survey: SurveyInvitation }> {
  const id = await reported(maintenance)
  await moveThrough(maintenance, id, [...REPAIRED, 'verified'])
  const signature = { name: '李业主', party: 'owner' as const }
  await maintenance.tickets.move(id, { to: 'handedOver', signature }, DISPATCHER)
  return { id, survey: await maintenance.surveys.invite(id, DISPATCHER) }
}

const statusOf = async ({ tickets }: TestMaintenance, id: string): Promise<TicketStatus | undefined> =>
  (await tickets.get(id))?.status
const callsOf = async ({ followUps }: TestMaintenance, due: 'open' | 'today' | 'overdue' | 'unreached' | 'done') =>
  (await followUps.list({ due }, DISPATCHER)).items.map(({ id }) => id)

/** Surveys and the calls that customers are owed, on every operations database. `open` gives an empty one. */
export function customersContract(kind: string, open: () => Promise<Database>): void {
  const start = startWith(open)

  describe(`surveys on ${kind}`, () => {
    test('who has signed is invited once, and the answer moves the ticket on', async () => {
      const { database, maintenance } = await start()
      const { id, survey } = await handedOver(maintenance)
      const stored = JSON.stringify(await database.db.selectFrom('survey').selectAll().execute())
      expect(survey.token).toMatch(/^[\w-]{32}$/)
      expect(stored).not.toContain(survey.token)
      expect(await maintenance.surveys.form(survey)).toMatchObject({
        state: 'open',
        site: 'Site one',
        title: 'The door squeaks',
        expiresAt: MONDAY + 14 * DAY,
      })
      const answer = { score: 5, scores: { speed: 4 }, comment: '很好' }
      await maintenance.surveys.answer(survey, answer)
      const ticket = await maintenance.tickets.get(id)
      expect(ticket).toMatchObject({ status: 'surveyed' })
      expect(ticket?.timeline.at(-1)).toMatchObject({ by: 'customer', to: 'surveyed', detail: { survey: answer } })
      expect(JSON.stringify(ticket)).not.toContain(survey.token)
      expect(ticket?.clocks.map(c => c.kind)).not.toContain('callBack')
      expect(await maintenance.surveys.form(survey)).toMatchObject({ state: 'given' })
      await expect(maintenance.surveys.answer(survey, { score: 1 })).rejects.toMatchObject({
        code: 'SURVEY_GIVEN',
      })
    })

    test('a link that is unknown, replaced or too old takes no answer, nor does one with codes of its own', async () => {
      const { maintenance } = await start()
      const { surveys } = maintenance
      const { id, survey } = await handedOver(maintenance)
      const refused = (token: string, code: string, more: object = {}) =>
        expect(surveys.answer({ token }, { score: 5, ...more })).rejects.toMatchObject({ code })
      await refused('x'.repeat(32), 'SURVEY_UNKNOWN')
      await refused(survey.token, 'BAD_REQUEST', { scores: { beauty: 5 } })
      await refused(survey.token, 'BAD_REQUEST', { reasons: ['weather'] })
      const again = await surveys.invite(id, DISPATCHER)
      await refused(survey.token, 'SURVEY_EXPIRED')
      expect(await surveys.form(survey)).toMatchObject({ state: 'expired' })
      maintenance.clock.set(MONDAY + 14 * DAY)
      await refused(again.token, 'SURVEY_EXPIRED')
      expect(await statusOf(maintenance, id)).toBe('handedOver')
      await expect(surveys.invite(await reported(maintenance, 'new'), DISPATCHER)).rejects.toMatchObject({
        code: 'ILLEGAL_MOVE',
      })
      await expect(surveys.invite(id, { ...DISPATCHER, sites: ['s2'] })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    })

    test('of answers that arrive at once one counts', async () => {
      const { database, maintenance } = await start()
      const { survey } = await handedOver(maintenance)
      const answers = await Promise.allSettled(
        [1, 2, 3, 4, 5].map(score => maintenance.surveys.answer(survey, { score })),
      )
      expect(answers.filter(a => a.status === 'fulfilled')).toHaveLength(1)
      expect(answers.flatMap(a => (a.status === 'rejected' ? [a.reason.code] : []))).toEqual(
        Array(4).fill('SURVEY_GIVEN'),
      )
      expect(await database.db.selectFrom('survey').select('id').execute()).toHaveLength(1)
    })

    test('a low score owes a call back, also when the ticket is closed, and does not reopen the repair', async () => {
      const { maintenance } = await start()
      const { id, survey } = await handedOver(maintenance)
      await moveThrough(maintenance, id, ['followedUp', 'closed'])
      await maintenance.surveys.answer(survey, { score: 4, scores: { attitude: 2 }, reasons: ['impolite'] })
      const owed = await maintenance.followUps.get(id, 'callBack', DISPATCHER)
      expect(owed).toMatchObject({
        status: 'closed',
        ready: true,
        callee: 'reporter',
        dueAt: MONDAY + DAY,
        surveys: [{ score: 4, reasons: ['impolite'], by: 'customer' }],
      })
      expect(await callsOf(maintenance, 'open')).toEqual([`${id}:callBack`])
      await maintenance.sweepAt(MONDAY + DAY)
      const events = (await maintenance.tickets.get(id))?.timeline.slice(-4).map(e => [e.event, e.detail?.clock])
      expect(events).toEqual([
        ['surveyAnswered', undefined],
        ['breached', 'callBack'],
        ['escalated', 'callBack'],
        ['escalated', 'callBack'],
      ])
      expect(await callsOf(maintenance, 'overdue')).toEqual([`${id}:callBack`])
      const done = await maintenance.followUps.attempt(id, 'callBack', { result: 'satisfied' }, DISPATCHER)
      expect(done).toMatchObject({ endedAt: MONDAY + DAY, attempts: [{ number: 1, by: 'wang', result: 'satisfied' }] })
      expect(await callsOf(maintenance, 'open')).toEqual([])
      expect(await statusOf(maintenance, id)).toBe('closed')
    })

    test('what the desk is told on the phone counts like an answer by the link', async () => {
      const { maintenance } = await start()
      const { id, survey } = await handedOver(maintenance)
      await maintenance.tickets.move(id, { to: 'surveyed', survey: { score: 1 } }, DISPATCHER)
      await expect(maintenance.surveys.answer(survey, { score: 5 })).rejects.toMatchObject({
        code: 'SURVEY_GIVEN',
      })
      expect(await maintenance.followUps.get(id, 'callBack', DISPATCHER)).toMatchObject({
        surveys: [{ score: 1, by: 'wang' }],
      })
      await maintenance.followUps.attempt(id, 'callBack', { result: 'satisfied' }, DISPATCHER)
      const { promises } = await maintenance.analytics.serviceLevels({ from: MONDAY - DAY, to: MONDAY + DAY })
      expect(promises.find(({ clock }) => clock === 'callBack')?.kept.count).toBe(1)
    })
  })

  describe(`calls on ${kind}`, () => {
    test('every repair is on the list until somebody was reached, and its ticket moves on with the call', async () => {
      const { maintenance } = await start()
      const { followUps } = maintenance
      const ids = await Promise.all(['a', 'b', 'c'].map(title => reported(maintenance, title)))
      for (const id of ids) await moveThrough(maintenance, id, REPAIRED)
      const [first = '', second = '', third = ''] = ids
      expect((await callsOf(maintenance, 'open')).sort()).toEqual(ids.map(id => `${id}:followUp`).sort())
      const satisfied = { result: 'satisfied' } as const
      await expect(followUps.attempt(first, 'followUp', satisfied, DISPATCHER)).rejects.toMatchObject({
        code: 'ILLEGAL_MOVE',
      })
      expect(await followUps.get(first, 'followUp', DISPATCHER)).toMatchObject({ ready: false, attempts: [] })
      await moveThrough(maintenance, first, ['verified', 'handedOver'])
      await followUps.attempt(first, 'followUp', { result: 'notReached', note: '无人接听' }, DISPATCHER)
      expect(await callsOf(maintenance, 'unreached')).toEqual([`${first}:followUp`])
      await followUps.attempt(first, 'followUp', satisfied, DISPATCHER)
      expect(await followUps.get(first, 'followUp', DISPATCHER)).toMatchObject({
        status: 'followedUp',
        attempts: [
          { number: 1, result: 'notReached', note: '无人接听' },
          { number: 2, result: 'satisfied' },
        ],
      })
      await expect(followUps.attempt(first, 'followUp', satisfied, DISPATCHER)).rejects.toMatchObject({
        code: 'CALL_ENDED',
      })
      expect((await callsOf(maintenance, 'open')).sort()).toEqual([`${second}:followUp`, `${third}:followUp`].sort())
      expect(await callsOf(maintenance, 'done')).toEqual([`${first}:followUp`])
    })

    test('whom to call is who reported it last; a fault that the device told of is for the manager of the site', async () => {
      const { maintenance } = await start()
      const told = { equipment: 'lift-1', trouble: 'outOfOrder' }
      const { ticket } = await maintenance.intake.takePublic({ ...told, contact: { phone: '13812345678' } })
      await maintenance.intake.takePublic({ ...told, contact: { name: '王小明', phone: '13900000000' } })
      await maintenance.handle([OVERTRAVEL])
      for (const id of [ticket, 't-2']) await moveThrough(maintenance, id, REPAIRED)
      const calls = (await maintenance.followUps.list({}, DISPATCHER)).items
      expect(calls.map(c => [c.ticket, c.callee, c.contact, c.trouble])).toEqual([
        ['t-2', 'siteManager', undefined, undefined],
        [ticket, 'reporter', { name: '王小明', phone: '13900000000' }, 'outOfOrder'],
      ])
      const masked = (await maintenance.followUps.list({}, { ...DISPATCHER, role: 'viewer' })).items[1]
      expect(masked).toMatchObject({ masked: true, contact: { name: '王**', phone: '139******00' } })
    })

    test('nobody is given up before enough calls were tried', async () => {
      const { maintenance } = await start()
      const { followUps } = maintenance
      const { id } = await handedOver(maintenance)
      const inVain = { result: 'notReached' } as const
      const tooFew = { code: 'MOVE_NEEDS', details: { missing: ['tries'] } }
      const byMove = () => maintenance.tickets.move(id, { to: 'followedUp', followUp: inVain }, DISPATCHER)
      await expect(byMove()).rejects.toMatchObject(tooFew)
      for (const left of [2, 1]) {
        await expect(followUps.attempt(id, 'followUp', { ...inVain, end: true }, DISPATCHER)).rejects.toMatchObject(
          tooFew,
        )
        expect(await followUps.attempt(id, 'followUp', inVain, DISPATCHER)).toMatchObject({ triesLeft: left })
      }
      await followUps.attempt(id, 'followUp', { ...inVain, end: true }, DISPATCHER)
      expect(await statusOf(maintenance, id)).toBe('followedUp')
    })

    test('who is dissatisfied on the phone is owed another call; a second one owes nothing more', async () => {
      const { maintenance } = await start()
      const { id } = await handedOver(maintenance)
      await maintenance.followUps.attempt(id, 'followUp', { result: 'dissatisfied' }, DISPATCHER)
      expect(await callsOf(maintenance, 'open')).toEqual([`${id}:callBack`])
      await maintenance.followUps.attempt(id, 'callBack', { result: 'dissatisfied' }, DISPATCHER)
      expect(await callsOf(maintenance, 'open')).toEqual([])
      await moveThrough(maintenance, id, ['closed'])
      expect(await callsOf(maintenance, 'open')).toEqual([])
    })

    test('a call is for today by the day of its site, and lists go on page by page', async () => {
      const { maintenance } = await start()
      // P2, three working days from Monday 11:00: Thursday 11:00 in Shanghai.
      const ids = await Promise.all(['a', 'b', 'c'].map(title => reported(maintenance, title)))
      for (const id of ids) await moveThrough(maintenance, id, REPAIRED)
      const midnight = Date.parse('2026-11-26T00:00:00+08:00')
      maintenance.clock.set(midnight - 1)
      expect(await callsOf(maintenance, 'today')).toEqual([])
      maintenance.clock.set(midnight)
      expect(await callsOf(maintenance, 'today')).toHaveLength(3)
      expect(await callsOf(maintenance, 'overdue')).toEqual([])
      const first = await maintenance.followUps.list({ due: 'today', limit: 2 }, DISPATCHER)
      const rest = await maintenance.followUps.list(
        { due: 'today', limit: 2, cursor: first.nextCursor ?? '' },
        DISPATCHER,
      )
      expect(new Set([...first.items, ...rest.items].map(c => c.ticket))).toEqual(new Set(ids))
      expect(rest.nextCursor).toBeUndefined()
      expect((await maintenance.followUps.list({ due: 'open' }, { ...DISPATCHER, sites: ['s2'] })).items).toEqual([])
      await expect(
        maintenance.followUps.attempt(ids[0] ?? '', 'followUp', { result: 'notReached' }, { ...ADMIN, sites: ['s2'] }),
      ).rejects.toMatchObject({ code: 'NOT_FOUND' })
    })
  })
}
