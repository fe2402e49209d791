import { describe, expect, test } from 'vitest'
import type { Database } from '#database/database.ts'
import type { Ticket } from '#domain/tickets.ts'
import { DISPATCHER, ended, MONDAY, moveThrough, type TestMaintenance, transition } from '../../helpers/maintenance.ts'
import { startWith } from './start.ts'

const DAY = 86_400_000
const REPAIRED = [
  ...(['acknowledged', 'dispatched', 'accepted', 'enRoute', 'onSite', 'diagnosed', 'repaired'] as const),
  ...(['verified', 'handedOver', 'followedUp', 'closed'] as const),
]
const FOUND = { statement: 'The guide rail is bent.', correctiveAction: 'Replace the rail section.' }

export function rootCauseContract(kind: string, open: () => Promise<Database>): void {
  const start = startWith(open)

  /** The fault comes and is repaired, on some days; the last time it stays open. */
  async function comesBack({ handle, clock, tickets }: TestMaintenance, days: readonly number[], code = 'ELV-LEVEL') {
    const ids: string[] = []
    for (const [i, day] of days.entries()) {
      const at = MONDAY + day * DAY
      clock.set(at)
      const fault = transition(`f-${code}-${day}`, 'lift-1', code, at)
      await handle([fault, ended(fault)])
      const found = (await tickets.list({ open: true })).items.find(ticket => ticket.faultCode === code)
      ids.push(found?.id ?? '')
      if (i < days.length - 1) await moveThrough({ tickets } as TestMaintenance, found?.id ?? '', REPAIRED)
    }
    return ids
  }
  const tasksOf = async ({ tickets }: TestMaintenance): Promise<Ticket[]> =>
    (await tickets.list({})).items.filter(ticket => ticket.kind === 'rootCause')

  describe(`repeats of a fault, ${kind}`, () => {
    test('the third time within 30 days opens a task for the root cause, linked with the tickets; the second does not', async () => {
      const { maintenance } = await start()
      const ids = await comesBack(maintenance, [0, 10])
      expect(await tasksOf(maintenance)).toEqual([])
      await moveThrough(maintenance, ids[1] ?? '', REPAIRED)
      const [last = ''] = await comesBack(maintenance, [20])
      const [task, ...others] = await tasksOf(maintenance)
      expect(others).toEqual([])
      expect(task).toMatchObject({ status: 'new', priority: 'P3', equipment: 'lift-1' })
      expect(task?.rootCauseOf).toEqual({ faultCode: 'ELV-LEVEL', tickets: [...ids, last] })
      expect(task?.clocks.map(clock => clock.kind).toSorted()).not.toContain('followUp')
      for (const id of [...ids, last])
        expect((await maintenance.tickets.get(id))?.timeline).toContainEqual(
          expect.objectContaining({ event: 'rootCauseTask', detail: { ticket: task?.id } }),
        )
    })

    test('a task closes only with a root cause and a corrective action; meanwhile repeats join it, then the count begins anew', async () => {
      const { maintenance } = await start()
      const ids = await comesBack(maintenance, [0, 5, 10])
      const [task] = await tasksOf(maintenance)
      await moveThrough(maintenance, ids[2] ?? '', REPAIRED)
      const [joined = ''] = await comesBack(maintenance, [15])
      expect((await tasksOf(maintenance)).map(each => each.rootCauseOf?.tickets)).toEqual([[...ids, joined]])
      const id = task?.id ?? ''
      await moveThrough(maintenance, id, ['acknowledged', 'dispatched', 'accepted'])
      const close = (move: object) => maintenance.tickets.move(id, { to: 'closed', ...move }, DISPATCHER)
      await expect(close({})).rejects.toMatchObject({ code: 'MOVE_NEEDS', details: { missing: ['rootCause'] } })
      const closed = await close({ rootCause: FOUND })
      expect(closed).toMatchObject({ status: 'closed', rootCause: FOUND })
      expect(closed.clocks.every(clock => clock.stoppedAt !== undefined)).toBe(true)
      await moveThrough(maintenance, joined, REPAIRED)
      await comesBack(maintenance, [20])
      expect(await tasksOf(maintenance)).toHaveLength(1)
    })

    test('what residents tell of is linked and counted like what the rules find', async () => {
      const { maintenance } = await start()
      const { intake, tickets, clock } = maintenance
      const ids: string[] = []
      for (const days of [0, 10, 20]) {
        clock.set(MONDAY + days * DAY)
        const { ticket } = await intake.takePublic({ equipment: 'lift-1', trouble: 'trapped' })
        await moveThrough(maintenance, ticket, REPAIRED)
        ids.push(ticket)
      }
      const linked = async (id = '') => {
        const { timeline = [] } = (await tickets.get(id)) ?? {}
        return timeline.flatMap(({ event, detail }) => (event.startsWith('recur') ? [[event, detail?.ticket]] : []))
      }
      expect(await Promise.all(ids.map(linked))).toEqual([
        [['recurredAs', ids[1]]],
        [
          ['recurrenceOf', ids[0]],
          ['recurredAs', ids[2]],
        ],
        [['recurrenceOf', ids[1]]],
      ])
      expect((await tasksOf(maintenance)).map(task => task.rootCauseOf)).toEqual([
        { faultCode: 'ELV-TRAP', tickets: ids },
      ])
    })

    test('repeats that lie too far apart, or of another fault, are none of it', async () => {
      const { maintenance } = await start()
      await comesBack(maintenance, [0, 40, 80, 120])
      await comesBack(maintenance, [121, 122], 'ELV-VIB')
      expect(await tasksOf(maintenance)).toEqual([])
    })
  })

  test(`a minor repair for which a part is ordered after all has three working days, ${kind}`, async () => {
    const { maintenance } = await start()
    const made = await maintenance.tickets.create({ equipment: 'lift-1', title: 'door noise' }, DISPATCHER)
    await moveThrough(maintenance, made.id, ['acknowledged'])
    await maintenance.tickets.move(made.id, { to: 'dispatched', technician: 'zhang' }, DISPATCHER)
    await maintenance.tickets.move(
      made.id,
      { to: 'acknowledged', reason: 'small', triage: { minor: true } },
      DISPATCHER,
    )
    const due = async () => {
      const ticket = await maintenance.tickets.get(made.id)
      return { minor: ticket?.minor, due: ticket?.clocks.find(clock => clock.kind === 'resolve')?.dueAt ?? 0 }
    }
    const before = await due()
    await moveThrough(maintenance, made.id, ['dispatched', 'onSite', 'waitingPart'])
    const after = await due()
    expect([before.minor, after.minor]).toEqual([true, false])
    expect((after.due - before.due) / DAY).toBe(2)
  })
}
