import { describe, expect, test } from 'vitest'
import type { Database } from '#database/database.ts'
import type { ComplaintMove, NewComplaint } from '#domain/complaintForms.ts'
import { complaintMovesOf, findComplaintMove } from '#domain/complaintMoves.ts'
import { COMPLAINT_STATUSES, type ComplaintStatus } from '#domain/complaints.ts'
import { ADMIN, DISPATCHER, MONDAY, moveThrough, type TestMaintenance } from '../../helpers/maintenance.ts'
import { startWith } from './start.ts'

const MINUTE = 60_000
const DAY = 1440 * MINUTE
const FINDING = { founded: true, cause: 'communication', note: 'nobody told the owner' }
const RUDE: NewComplaint = { kind: 'staff', text: '师傅态度差', channel: 'phone', site: 's1' }
const BRINGS: Partial<Record<ComplaintStatus, Partial<ComplaintMove>>> = {
  investigated: { finding: FINDING },
  answered: { answer: '我们已批评教育' },
  escalated: { reason: 'not good enough' },
  closed: { measure: 'training in June', reason: 'settled' },
}

async function through({ complaints }: TestMaintenance, id: string, statuses: readonly ComplaintStatus[]) {
  for (const to of statuses) await complaints.move(id, { to, ...BRINGS[to] }, ADMIN)
  return await complaints.get(id)
}

/** Complaints, on every operations database. `open` gives an empty one. */
export function complaintsContract(kind: string, open: () => Promise<Database>): void {
  const start = startWith(open)

  describe(`complaints on ${kind}`, () => {
    test('a complaint goes its way to its end, each step with who and when, and its promises stop', async () => {
      const { maintenance } = await start()
      const { id, token, ...added } = await maintenance.complaints.add(RUDE, DISPATCHER)
      expect(added).toMatchObject({ status: 'registered', kind: 'staff', site: 's1', channel: 'phone' })
      const due = Object.fromEntries(added.clocks.map(c => [c.kind, new Date(c.dueAt).toISOString()]))
      // Two and five working days from Monday 11:00 in Shanghai.
      expect(due).toEqual({
        acknowledge: new Date(MONDAY + DAY).toISOString(),
        answer: new Date(MONDAY + 2 * DAY).toISOString(),
        close: new Date(MONDAY + 7 * DAY).toISOString(),
      })
      const way = ['acknowledged', 'investigated', 'answered', 'accepted', 'closed'] as const
      for (const [i, to] of way.entries()) {
        maintenance.clock.set(MONDAY + (i + 1) * MINUTE)
        await through(maintenance, id, [to])
      }
      const closed = await maintenance.complaints.get(id)
      expect(closed).toMatchObject({
        handler: 'admin',
        finding: FINDING,
        answer: '我们已批评教育',
        measure: 'training in June',
        closedAt: MONDAY + 5 * MINUTE,
      })
      expect(closed?.history.map(e => [e.from, e.to])).toEqual(
        ['registered', ...way].map((to, i) => [['registered', ...way][i - 1], to]),
      )
      expect(Object.fromEntries((closed?.clocks ?? []).map(c => [c.kind, c.stoppedAt]))).toEqual({
        acknowledge: MONDAY + MINUTE,
        answer: MONDAY + 3 * MINUTE,
        close: MONDAY + 5 * MINUTE,
      })
      expect((closed?.clocks ?? []).flatMap(c => c.escalations)).toEqual([])
      expect(JSON.stringify(closed)).not.toContain(token)
      expect((await maintenance.complaints.list({ open: true })).items).toEqual([])
    })

    test('a year’s table of working days that arrives moves what is promised into that year, which is missed until then', async () => {
      const { maintenance } = await start()
      const { complaints, clock, serviceLevels } = maintenance
      clock.set(Date.parse('2026-12-31T11:00:00+08:00'))
      const { id } = await complaints.add(RUDE, DISPATCHER)
      expect((await serviceLevels.calendars()).missing).toEqual([2027])
      const days = [1, 2, 3, 4].map(day => ({ date: `2027-01-0${day}`, isOffDay: true, name: '元旦' }))
      expect(
        (await serviceLevels.enterCalendar({ year: 2027, days, source: 'notice', confirmed: true }, ADMIN))
          .recalculated,
      ).toBe(2)
      const moved = await complaints.get(id)
      const dues = moved?.clocks.map(({ kind: what, dueAt }) => [what, new Date(dueAt).toISOString().slice(0, 10)])
      expect(Object.fromEntries(dues ?? [])).toEqual({
        acknowledge: '2027-01-01',
        answer: '2027-01-06',
        close: '2027-01-11',
      })
      expect(moved?.history.at(-1)).toMatchObject({ event: 'recalculated', by: 'admin' })
      const [first] = moved?.clocks.find(clock => clock.kind === 'answer')?.escalations ?? []
      expect(first?.dueAt).toBeGreaterThan(Date.parse('2027-01-05T08:30:00+08:00'))
      expect((await serviceLevels.calendars()).missing).toEqual([])
    })

    test('every move outside the table is refused, and so is one without what it needs', async () => {
      const { database, maintenance } = await start()
      const { id } = await maintenance.complaints.add(RUDE, DISPATCHER)
      const stand = (status: ComplaintStatus, finding: string | null = null) =>
        database.db.updateTable('complaint').set({ status, finding }).execute()
      for (const from of COMPLAINT_STATUSES)
        for (const to of COMPLAINT_STATUSES.filter(each => !findComplaintMove(from, each))) {
          await stand(from)
          await expect(maintenance.complaints.move(id, { to }, ADMIN), `${from} → ${to}`).rejects.toMatchObject({
            code: 'ILLEGAL_MOVE',
            details: { noun: 'complaint', from, to, allowed: complaintMovesOf(from).map(row => row.to) },
          })
        }
      const refused = async (from: ComplaintStatus, move: ComplaintMove, code: string, details: object = {}) => {
        await stand(from, JSON.stringify(FINDING))
        await expect(maintenance.complaints.move(id, move, DISPATCHER)).rejects.toMatchObject({ code, details })
      }
      await refused('acknowledged', { to: 'investigated' }, 'MOVE_NEEDS', { missing: ['finding'] })
      await refused('investigated', { to: 'answered' }, 'MOVE_NEEDS', { missing: ['answer'] })
      await refused('answered', { to: 'escalated' }, 'MOVE_NEEDS', { missing: ['reason'] })
      await refused('accepted', { to: 'closed' }, 'MOVE_NEEDS', { missing: ['measure'] })
      await refused('escalated', { to: 'closed', reason: 'x', measure: 'x' }, 'FORBIDDEN')
      await refused('registered', { to: 'acknowledged', answer: 'x' }, 'BAD_REQUEST')
      const unknown = { founded: true, cause: 'weather', note: 'x' }
      await refused('acknowledged', { to: 'investigated', finding: unknown }, 'BAD_REQUEST')
      await refused('registered', { to: 'acknowledged', version: 7 }, 'STALE_VERSION')
      expect((await maintenance.complaints.get(id))?.history).toHaveLength(1)
      await stand('accepted', JSON.stringify({ ...FINDING, founded: false }))
      expect((await maintenance.complaints.move(id, { to: 'closed' }, DISPATCHER)).status).toBe('closed')
    })

    test('limits differ by kind, follow a change of kind, and a broken one is told upwards once', async () => {
      const { maintenance } = await start()
      const { id, version } = await maintenance.complaints.add({ ...RUDE, kind: 'other' }, DISPATCHER)
      const hazard = await maintenance.complaints.change(id, { version, kind: 'safety' }, DISPATCHER)
      expect(hazard.clocks.map(c => [c.kind, c.dueAt - MONDAY])).toEqual([
        ['acknowledge', 60 * MINUTE],
        ['answer', DAY],
        ['close', 3 * DAY],
      ])
      await maintenance.sweepAt(MONDAY + 60 * MINUTE)
      await maintenance.sweep()
      const late = await maintenance.complaints.get(id)
      expect(late?.clocks[0]).toMatchObject({ breachedAt: MONDAY + 60 * MINUTE })
      expect(late?.history.slice(2).map(e => [e.event, e.detail?.clock, e.detail?.level, e.detail?.role])).toEqual([
        ['breached', 'acknowledge', undefined, undefined],
        ['told', 'acknowledge', 1, 'dispatcher'],
        ['told', 'acknowledge', 2, 'admin'],
      ])
      await through(maintenance, id, ['acknowledged'])
      await maintenance.sweepAt(MONDAY + 3 * 60 * MINUTE)
      expect((await maintenance.complaints.get(id))?.history.filter(e => e.event === 'told')).toHaveLength(2)
      await expect(maintenance.complaints.change(id, { version, kind: 'fees' }, DISPATCHER)).rejects.toMatchObject({
        code: 'STALE_VERSION',
      })
    })

    test('an escalation has a promise of its own, and the first one stays what it was', async () => {
      const { maintenance } = await start()
      const { id } = await maintenance.complaints.add({ ...RUDE, kind: 'safety' }, DISPATCHER)
      await through(maintenance, id, ['acknowledged', 'investigated', 'answered'])
      maintenance.clock.set(MONDAY + 600 * MINUTE)
      const escalated = await through(maintenance, id, ['escalated'])
      const answers = escalated?.clocks.filter(c => c.kind === 'answer')
      expect(answers).toMatchObject([
        { round: 0, stoppedAt: MONDAY },
        { round: 1, startedAt: MONDAY + 600 * MINUTE, dueAt: MONDAY + 600 * MINUTE + DAY },
      ])
      const again = await through(maintenance, id, ['investigated', 'answered', 'escalated', 'closed'])
      expect(again).toMatchObject({ status: 'closed', escalations: 2 })
      expect(again?.clocks.every(c => c.stoppedAt !== undefined)).toBe(true)
    })

    test('a ticket tells place, equipment and technician; links that contradict each other are refused', async () => {
      const { maintenance } = await start()
      const ticket = (await maintenance.tickets.create({ equipment: 'lift-1', title: 'x' }, DISPATCHER)).id
      await moveThrough(maintenance, ticket, ['dispatched'])
      const about: NewComplaint = { kind: 'repair', text: 'x', channel: 'phone', ticket }
      const { id } = await maintenance.complaints.add(about, DISPATCHER)
      expect(await maintenance.complaints.get(id)).toMatchObject({
        site: 's1',
        equipment: 'lift-1',
        technician: 'zhang',
        ticket,
      })
      expect((await maintenance.complaints.list({ ticket })).items.map(c => c.id)).toEqual([id])
      const refused = (more: Partial<NewComplaint>, code: string, actor = DISPATCHER) =>
        expect(maintenance.complaints.add({ ...RUDE, ...more }, actor)).rejects.toMatchObject({ code })
      await refused({ kind: 'weather' }, 'BAD_REQUEST')
      await refused({ site: 's9' }, 'UNKNOWN_SITE')
      await refused({ technician: 'nobody' }, 'UNKNOWN_TECHNICIAN')
      await refused({ ticket: 't-99' }, 'NOT_FOUND')
      await refused({}, 'NOT_FOUND', { ...DISPATCHER, sites: ['s2'] })
      const stranger = { ...DISPATCHER, sites: ['s2'] }
      await expect(maintenance.complaints.move(id, { to: 'acknowledged' }, stranger)).rejects.toMatchObject({
        code: 'NOT_FOUND',
      })
      expect((await maintenance.complaints.list({ sites: ['s2'] })).items).toEqual([])
    })

    test('a resident complains without a log-in, follows it by the link, and has the last word on the answer', async () => {
      const { maintenance } = await start()
      const { publicComplaints } = maintenance
      const contact = { name: '李业主', phone: '13800000000' }
      const sent = await publicComplaints.send({ kind: 'noise', text: '装修太吵', contact })
      expect(await publicComplaints.progress(sent.token)).toMatchObject({
        complaint: sent.complaint,
        status: 'registered',
        answerDueAt: MONDAY + 3 * DAY,
      })
      await expect(publicComplaints.judge(sent.token, { accepted: true })).rejects.toMatchObject({
        code: 'ILLEGAL_MOVE',
      })
      await through(maintenance, sent.complaint, ['acknowledged', 'investigated'])
      expect(JSON.stringify(await publicComplaints.progress(sent.token))).not.toMatch(/nobody told|13800000000/)
      await through(maintenance, sent.complaint, ['answered'])
      expect(await publicComplaints.progress(sent.token)).toMatchObject({ answer: '我们已批评教育' })
      await expect(publicComplaints.judge(sent.token, { accepted: false })).rejects.toMatchObject({
        code: 'MOVE_NEEDS',
      })
      const judged = await publicComplaints.judge(sent.token, { accepted: false, reason: '还是吵' })
      expect(judged.status).toBe('escalated')
      await expect(publicComplaints.progress('x'.repeat(32))).rejects.toMatchObject({ code: 'NOT_FOUND' })
      await through(maintenance, sent.complaint, ['closed'])
      await maintenance.sweepAt(MONDAY + 364 * DAY)
      expect(await maintenance.complaints.get(sent.complaint)).toMatchObject({ contact })
      await maintenance.sweepAt(MONDAY + 365 * DAY)
      const forgotten = await maintenance.complaints.get(sent.complaint)
      expect(forgotten?.contact).toBeUndefined()
      expect(forgotten?.history.at(-1)).toMatchObject({ event: 'contactErased', by: 'system' })
    })

    test('of two people who act at once, the second is refused', async () => {
      const { maintenance } = await start()
      const { id, version } = await maintenance.complaints.add(RUDE, DISPATCHER)
      const results = await Promise.allSettled(
        [DISPATCHER, ADMIN].map(actor => maintenance.complaints.move(id, { to: 'acknowledged', version }, actor)),
      )
      expect(results.map(r => r.status).sort()).toEqual(['fulfilled', 'rejected'])
      expect(results.flatMap(r => (r.status === 'rejected' ? [r.reason.code] : []))).toEqual(['STALE_VERSION'])
    })
  })
}
