import { describe, expect, test } from 'vitest'
import type { Database } from '#database/database.ts'
import type { VisitQuery } from '#domain/plannedVisits.ts'
import { createAccounts } from '../../../dashboard/server/auth/accounts.ts'
import { createCalendarLinks } from '../../../dashboard/server/auth/calendarLinks.ts'
import { answerAll } from '../../helpers/checklists.ts'
import { ADMIN, MONDAY, moveThrough } from '../../helpers/maintenance.ts'
import { startPlansWith } from './startPlans.ts'

const DAY = 86_400_000
const YEAR_END = { from: '2026-11-23', to: '2026-12-31' }

/** The calendar of visits, and the links by which programs read it, on every operations database. */
export function visitCalendarContract(kind: string, open: () => Promise<Database>): void {
  const started = startPlansWith(open)

  describe(`the calendar of visits on ${kind}`, () => {
    test('tells of each day what is foreseen, due, overdue, done and given up, by site and by who goes there', async () => {
      const maintenance = await started()
      const { plans, tickets } = maintenance
      const told = async (query: Partial<VisitQuery> = {}) =>
        (await plans.visits({ ...YEAR_END, ...query })).items.map(
          visit => `${visit.day} ${visit.plan} ${visit.equipment ?? visit.site} ${visit.state}`,
        )
      const lifts = (day: string, state: string) => [1, 2].map(n => `${day} PM-ELV-HM lift-${n} ${state}`)
      const week = (day: string, state: string) => `${day} PM-FIRE-W s1 ${state}`
      expect(await told()).toEqual([
        ...[week('2026-11-30', 'planned'), week('2026-12-07', 'planned'), ...lifts('2026-12-08', 'planned')],
        ...[week('2026-12-14', 'planned'), week('2026-12-21', 'planned'), ...lifts('2026-12-23', 'planned')],
        week('2026-12-28', 'planned'),
      ])
      await maintenance.sweepAt(MONDAY + 5 * DAY)
      expect((await told()).slice(0, 2)).toEqual([week('2026-11-30', 'due'), week('2026-12-07', 'planned')])
      const [visit] = (await tickets.list({ open: true })).items
      const id = visit?.id ?? ''
      maintenance.clock.set(MONDAY + 9 * DAY)
      expect((await told({ state: 'overdue' })).slice(0, 2)).toEqual([week('2026-11-30', 'overdue')])
      await moveThrough(maintenance, id, ['acknowledged', 'dispatched', 'onSite'])
      await answerAll(maintenance, id)
      await moveThrough(maintenance, id, ['closed'])
      const { items } = await plans.visits({ ...YEAR_END, technician: 'zhang' })
      expect(items).toMatchObject([{ ticket: id, state: 'done', technician: 'zhang', doneAt: MONDAY + 9 * DAY }])
      expect((await told()).filter(line => line.includes('FIRE')).slice(0, 2)).toEqual([
        week('2026-11-30', 'done'),
        week('2026-12-09', 'planned'),
      ])
      await maintenance.sweepAt(MONDAY + 11 * DAY)
      const lift = (await tickets.list({ open: true })).items.find(ticket => ticket.equipment === 'lift-1')
      await tickets.move(lift?.id ?? '', { to: 'cancelled', reason: 'nobody let us in' }, ADMIN)
      expect(await told({ class: 'elevator', to: '2026-12-08' })).toEqual([
        '2026-12-08 PM-ELV-HM lift-1 givenUp',
        '2026-12-08 PM-ELV-HM lift-2 due',
      ])
      const days = await plans.visitDays(YEAR_END)
      expect(days.slice(0, 2)).toEqual([
        { day: '2026-11-30', planned: 0, due: 0, overdue: 0, done: 1, givenUp: 0 },
        { day: '2026-12-08', planned: 0, due: 1, overdue: 0, done: 0, givenUp: 1 },
      ])
      const all = (await plans.visits(YEAR_END)).items
      expect(days.reduce((sum, { day: _, ...n }) => sum + Object.values(n).reduce((a, b) => a + b, 0), 0)).toBe(
        all.length,
      )
      expect(await plans.visitDays({ ...YEAR_END, sites: ['s2'] })).toEqual([])
      expect(await told({ text: 'lift-2', state: 'planned' })).toEqual(['2026-12-23 PM-ELV-HM lift-2 planned'])
      const first = await plans.visits({ ...YEAR_END, limit: 4 })
      const rest = await plans.visits({ ...YEAR_END, limit: 400, cursor: first.nextCursor })
      expect([...first.items, ...rest.items]).toEqual(all)
    })

    test('a link reads with the rights of who made it, until it is taken back or they are gone', async () => {
      const database = await open()
      const accounts = createAccounts(database, () => MONDAY, 'nobody')
      const wang = { username: 'wang', password: 'correct-horse', role: 'dispatcher' as const, sites: ['s1'] }
      await accounts.add({ ...wang, username: 'boss', role: 'admin', sites: [] })
      await accounts.add(wang)
      await accounts.add({ ...wang, username: 'li' })
      let now = MONDAY
      const links = createCalendarLinks(database, () => now)
      const made = await links.make('wang', { technician: 'zhang', lang: 'zh' })
      expect(JSON.stringify(await database.db.selectFrom('calendar_link').selectAll().execute())).not.toContain(
        made.token,
      )
      expect(await links.open(made.token)).toEqual({
        actor: { username: 'wang', role: 'dispatcher', sites: ['s1'] },
        about: { technician: 'zhang', lang: 'zh' },
      })
      now += 30_000
      await links.open(made.token)
      expect(await links.list('wang')).toEqual([
        { id: made.id, technician: 'zhang', lang: 'zh', createdAt: MONDAY, lastUsedAt: MONDAY },
      ])
      expect(await links.list('li')).toEqual([])
      await accounts.change('wang', { sites: ['s2'] })
      expect((await links.open(made.token)).actor.sites).toEqual(['s2'])
      await expect(links.remove('li', made.id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
      await expect(links.open('nothing')).rejects.toMatchObject({ code: 'LINK_UNKNOWN' })
      await links.remove('wang', made.id)
      await expect(links.open(made.token)).rejects.toMatchObject({ code: 'LINK_UNKNOWN' })
      const second = await links.make('li', { technician: 'zhang', lang: 'en' })
      await accounts.remove('li')
      await expect(links.open(second.token)).rejects.toMatchObject({ code: 'LINK_UNKNOWN' })
    })
  })
}
