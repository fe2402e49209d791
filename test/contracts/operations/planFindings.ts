import { describe, expect, test } from 'vitest'
import type { Database } from '#database/database.ts'
import type { NewAnswer } from '#domain/checklists.ts'
import { answerAll, visitOf } from '../../helpers/checklists.ts'
import { DISPATCHER, moveThrough, type TestMaintenance, transition } from '../../helpers/maintenance.ts'
import { withVisit } from './startVisit.ts'

const LIFT = { equipment: 'lift-1' }
const BAD = { ...LIFT, item: 'ELV-HM-01', outcome: 'notOk' as const }

/** What visits find not to be as it has to be, on every operations database. */
export function planFindingsContract(kind: string, open: () => Promise<Database>): void {
  const openVisit = withVisit(open)
  const answer = ({ tickets }: TestMaintenance, id: string, ...answers: NewAnswer[]) =>
    tickets.answer(id, { answers }, DISPATCHER)
  const followUpOf = async (maintenance: TestMaintenance, id: string, item: string) =>
    (await visitOf(maintenance, id)).lines.find(line => line.item === item)?.answer?.ticket ?? ''

  describe(`findings of visits on ${kind}`, () => {
    test('what is not ok gets a ticket of its own, which tells of the visit; what was mended does not', async () => {
      const { maintenance, id } = await openVisit('PM-ELV-HM')
      await answer(
        maintenance,
        id,
        { ...BAD, note: 'oil on the floor' },
        { ...LIFT, item: 'ELV-HM-29', value: 6.5 },
        { ...LIFT, item: 'ELV-HM-25', outcome: 'notOk', mended: true },
      )
      const dirty = await followUpOf(maintenance, id, 'ELV-HM-01')
      const lock = await followUpOf(maintenance, id, 'ELV-HM-29')
      expect(dirty).not.toBe(lock)
      expect(await maintenance.tickets.get(dirty)).toMatchObject({
        ...{ kind: 'repair', origin: 'plan', equipment: 'lift-1', severity: 'general', status: 'new' },
        title: expect.stringContaining('机房'),
        timeline: [{ event: 'opened', detail: { visit: id, plan: 'PM-ELV-HM', item: 'ELV-HM-01' } }],
      })
      const [report] = await maintenance.intake.ofTicket({ id: dirty, status: 'new' }, DISPATCHER)
      expect(report).toMatchObject({ channel: 'patrol', words: 'oil on the floor', by: 'wang', joined: false })
      const { items } = await maintenance.plans.findings({})
      expect(items.map(found => [found.item, found.state, found.followUp?.ticket])).toEqual([
        ['ELV-HM-29', 'open', lock],
        ['ELV-HM-25', 'mended', undefined],
        ['ELV-HM-01', 'open', dirty],
      ])
      expect(items[0]).toMatchObject({ ticket: id, plan: 'PM-ELV-HM', value: 6.5, unit: 'mm', by: 'wang', site: 's1' })
      expect(await maintenance.tickets.findings(lock)).toEqual([items[0]])
      const told = (await maintenance.tickets.get(id))?.timeline.at(-1)
      expect(told).toMatchObject({ event: 'checklistAnswered', detail: { answers: 3, notOk: 2 + 1 } })
    })

    test('the list is narrowed and paged', async () => {
      const { maintenance, id } = await openVisit('PM-ELV-HM')
      const { plans } = maintenance
      const mended = { ...LIFT, item: 'ELV-HM-25', outcome: 'notOk' as const, mended: true }
      await answer(maintenance, id, { ...BAD, note: 'all oily' }, { ...BAD, item: 'ELV-HM-02' }, mended)
      await moveThrough(maintenance, await followUpOf(maintenance, id, 'ELV-HM-02'), ['cancelled'])
      const items = async (query: object) => (await plans.findings(query)).items.map(found => found.item)
      expect(await items({ state: 'open' })).toEqual(['ELV-HM-01'])
      expect(await items({ state: 'ended' })).toEqual(['ELV-HM-02'])
      expect(await items({ state: 'mended', plan: 'PM-ELV-HM', equipment: 'lift-1' })).toEqual(['ELV-HM-25'])
      expect(await items({ sites: ['s2'] })).toEqual([])
      expect(await items({ class: 'elevator' })).toHaveLength(3)
      expect(await items({ class: 'fire-pump' })).toEqual([])
      expect(await items({ text: 'OILY' })).toEqual(['ELV-HM-01'])
      expect(await items({ text: 'elv-hm-02' })).toEqual(['ELV-HM-02'])
      expect(await items({ text: 'LIFT-1', state: 'mended' })).toEqual(['ELV-HM-25'])
      expect(await items({ text: '100%' })).toEqual([])
      const follow = await followUpOf(maintenance, id, 'ELV-HM-01')
      expect(await items({ technician: 'zhang' })).toEqual([])
      await moveThrough(maintenance, follow, ['dispatched'])
      expect(await items({ technician: 'zhang' })).toEqual(['ELV-HM-01'])
      expect(await items({ to: maintenance.clock.now() })).toEqual([])
      const first = await plans.findings({ limit: 2 })
      const rest = await plans.findings({ limit: 2, cursor: first.nextCursor })
      expect([...first.items, ...rest.items]).toEqual((await plans.findings({})).items)
    })

    test('a test on demand that failed is the fault of its class, and joins its running ticket', async () => {
      const { maintenance, id } = await openVisit('PM-FIRE-W')
      await maintenance.handle([transition('f-1', 'pump-1', 'FPU-NOSTART', maintenance.clock.now())])
      const running = (await maintenance.tickets.list({ equipment: 'pump-1' })).items[0]
      await answer(maintenance, id, { equipment: 'pump-1', item: 'FIRE-W-01', outcome: 'notOk' })
      const follow = await followUpOf(maintenance, id, 'FIRE-W-01')
      expect(follow).toBe(running?.id)
      expect((await maintenance.tickets.get(follow))?.timeline.at(-1)).toMatchObject({ event: 'reportJoined' })
    })

    test('without a running one, the ticket of a failed test is as urgent as the fault', async () => {
      const { maintenance, id } = await openVisit('PM-FIRE-W')
      await answer(maintenance, id, { equipment: 'pump-1', item: 'FIRE-W-01', outcome: 'notOk' })
      expect(await maintenance.tickets.get(await followUpOf(maintenance, id, 'FIRE-W-01'))).toMatchObject({
        ...{ faultCode: 'FPU-NOSTART', severity: 'major', lifeSafety: true, skill: 'SK-FIRE-MT' },
      })
    })

    test('a kind of trouble that is named joins the running ticket about it; one that there is not is refused', async () => {
      const { maintenance, id } = await openVisit('PM-ELV-HM')
      const desk = { ...LIFT, trouble: 'leak', channel: 'phone' as const }
      const { ticket } = await maintenance.intake.takeAtDesk(desk, DISPATCHER)
      await answer(maintenance, id, { ...BAD, trouble: 'leak' })
      expect(await followUpOf(maintenance, id, 'ELV-HM-01')).toBe(ticket)
      const unknown = answer(maintenance, id, { ...BAD, item: 'ELV-HM-02', trouble: 'ghosts' })
      await expect(unknown).rejects.toMatchObject({ code: 'UNKNOWN_TROUBLE' })
      expect((await visitOf(maintenance, id)).lacking).toBe(30)
    })

    test('at a place, a kind of trouble is joined only where the words about the place are the same', async () => {
      const { maintenance, id } = await openVisit('PM-FIRE-M')
      const line = { equipment: 's1-place', outcome: 'notOk' as const, trouble: 'damage' }
      const { items } = await visitOf(maintenance, id)
      const phone = items.find(item => item.code === 'FIRE-M-12')
      const told = {
        site: 's1',
        trouble: 'damage',
        place: `${phone?.name_zh} · ${phone?.name}`,
        channel: 'phone' as const,
      }
      const { ticket } = await maintenance.intake.takeAtDesk(told, DISPATCHER)
      await answer(maintenance, id, { ...line, item: 'FIRE-M-12' }, { ...line, item: 'FIRE-M-15' })
      expect(await followUpOf(maintenance, id, 'FIRE-M-12')).toBe(ticket)
      expect(await followUpOf(maintenance, id, 'FIRE-M-15')).not.toBe(ticket)
    })

    test('a corrected answer keeps its ticket; when it turns out ok, the ticket is told and no longer listed', async () => {
      const { maintenance, id } = await openVisit('PM-ELV-HM')
      await answer(maintenance, id, BAD)
      const follow = await followUpOf(maintenance, id, 'ELV-HM-01')
      await answer(maintenance, id, { ...BAD, note: 'worse', version: 1 })
      expect(await followUpOf(maintenance, id, 'ELV-HM-01')).toBe(follow)
      await answer(maintenance, id, { ...BAD, outcome: 'ok', version: 2 })
      expect((await maintenance.plans.findings({})).items).toEqual([])
      expect((await maintenance.tickets.get(follow))?.timeline.at(-1)).toMatchObject({
        ...{ event: 'findingWithdrawn', detail: { visit: id, item: 'ELV-HM-01' } },
      })
    })

    test('what is still not ok at the next visit joins the ticket of the last', async () => {
      const { maintenance, id } = await openVisit('PM-ELV-HM')
      await answer(maintenance, id, BAD)
      const follow = await followUpOf(maintenance, id, 'ELV-HM-01')
      await moveThrough(maintenance, id, ['acknowledged', 'dispatched', 'onSite'])
      await answerAll(maintenance, id)
      await moveThrough(maintenance, id, ['closed'])
      await maintenance.sweepAt(maintenance.clock.now() + 15 * 86_400_000)
      const open = (await maintenance.tickets.list({ open: true })).items
      const next = open.find(ticket => ticket.kind === 'preventive')?.id ?? ''
      await answer(maintenance, next, BAD)
      expect(await followUpOf(maintenance, next, 'ELV-HM-01')).toBe(follow)
      expect(await maintenance.tickets.findings(follow)).toHaveLength(2)
    })
  })
}
