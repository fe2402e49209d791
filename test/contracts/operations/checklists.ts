import { describe, expect, test } from 'vitest'
import type { Database } from '#database/database.ts'
import type { NewAnswer } from '#domain/checklists.ts'
import { addTestPhoto, answerAll, visitOf } from '../../helpers/checklists.ts'
import { ADMIN, DISPATCHER, MONDAY, moveThrough, type TestMaintenance } from '../../helpers/maintenance.ts'
import { withVisit } from './startVisit.ts'

const DAY = 86_400_000
const LIFT = { equipment: 'lift-1' }
const ZHANG = { username: 'zhang', role: 'technician' as const, sites: [] }

/** The answers to a visit's checklist, on every operations database. */
export function checklistsContract(kind: string, open: () => Promise<Database>): void {
  const openVisit = withVisit(open)
  const answer = ({ tickets }: TestMaintenance, id: string, ...answers: NewAnswer[]) =>
    tickets.answer(id, { answers }, DISPATCHER)

  describe(`checklists of visits on ${kind}`, () => {
    test('a visit carries its plan, its equipment and every item of it, each without an answer', async () => {
      const { maintenance, id } = await openVisit('PM-ELV-HM')
      const visit = await visitOf(maintenance, id)
      expect(visit).toMatchObject({
        plan: 'PM-ELV-HM',
        ...{ dueDay: '2026-12-08', windowStart: '2026-12-03', windowEnd: '2026-12-08', estMin: 90 },
        equipment: [{ id: 'lift-1', class: 'elevator' }],
        ...{ lacking: 31, photosLacking: 0 },
      })
      expect(visit.lines).toHaveLength(31)
      expect(visit.items.find(item => item.code === 'ELV-HM-23')).toMatchObject({
        plan: 'PM-ELV-HM',
        min: -10,
        max: 10,
      })
    })

    test('at a site each item is answered for the equipment that it is about, the rest once for the place', async () => {
      const { maintenance, id } = await openVisit('PM-FIRE-M')
      const { lines, equipment } = await visitOf(maintenance, id)
      expect(lines.find(line => line.item === 'FIRE-M-01')).toEqual({ item: 'FIRE-M-01', equipment: 'pump-1' })
      expect(lines.find(line => line.item === 'FIRE-M-12')).toEqual({ item: 'FIRE-M-12', equipment: 's1-place' })
      expect(lines.some(line => line.item === 'FIRE-M-11')).toBe(false)
      expect(equipment.map(piece => piece.id)).toEqual(['pump-1', 's1-place'])
    })

    test('a value outside its limits is not ok, whatever was said; what does not apply says why', async () => {
      const { maintenance, id } = await openVisit('PM-ELV-HM')
      await answer(
        maintenance,
        id,
        { ...LIFT, item: 'ELV-HM-23', value: -10 },
        { ...LIFT, item: 'ELV-HM-29', value: 6.9, outcome: 'ok', mended: true, note: 'set again' },
        { ...LIFT, item: 'ELV-HM-13', outcome: 'na', reason: 'roller guides' },
      )
      const { lines, lacking } = await visitOf(maintenance, id)
      const of = (item: string) => lines.find(line => line.item === item)?.answer
      const by = { by: 'wang', at: MONDAY + 60 * DAY, version: 1 }
      expect(of('ELV-HM-23')).toMatchObject({ outcome: 'ok', value: -10, ...by })
      expect(of('ELV-HM-29')).toMatchObject({ outcome: 'notOk', value: 6.9, mended: true, note: 'set again', ...by })
      expect(of('ELV-HM-13')).toMatchObject({ outcome: 'na', reason: 'roller guides', ...by })
      expect(lacking).toBe(28)
    })

    test('an answer that says too little or too much is refused, and with it all that were sent', async () => {
      const { maintenance, id } = await openVisit('PM-ELV-HM')
      const fine = { ...LIFT, item: 'ELV-HM-01', outcome: 'ok' as const }
      for (const bad of [
        { ...LIFT, item: 'ELV-HM-02' },
        { ...LIFT, item: 'ELV-HM-05', outcome: 'ok' as const },
        { ...LIFT, item: 'ELV-HM-02', outcome: 'ok' as const, value: 1 },
        { ...LIFT, item: 'ELV-HM-02', outcome: 'na' as const },
        { ...LIFT, item: 'ELV-HM-02', outcome: 'ok' as const, mended: true },
        { ...LIFT, item: 'ELV-HM-02', outcome: 'ok' as const, photos: [1] },
        { ...LIFT, item: 'ELV-HM-99', outcome: 'ok' as const },
        { equipment: 'lift-2', item: 'ELV-HM-02', outcome: 'ok' as const },
        fine,
      ])
        await expect(answer(maintenance, id, fine, bad), JSON.stringify(bad)).rejects.toMatchObject({
          code: 'BAD_REQUEST',
        })
      expect((await visitOf(maintenance, id)).lacking).toBe(31)
    })

    test('of two who answer the same item at once one is told; a correction keeps what was said before', async () => {
      const { maintenance, id } = await openVisit('PM-ELV-HM')
      const item = { ...LIFT, item: 'ELV-HM-05' }
      const outcomes = await Promise.allSettled(
        [0.4, 0.5].map(value => maintenance.tickets.answer(id, { answers: [{ ...item, value }] }, DISPATCHER)),
      )
      expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
      expect(outcomes.find(each => each.status === 'rejected')?.reason).toMatchObject({
        code: 'STALE_VERSION',
        details: { answers: [{ ...item, version: 1, outcome: 'ok', by: 'wang' }] },
      })
      await maintenance.tickets.answer(id, { answers: [{ ...item, value: 0.6, version: 1 }] }, ADMIN)
      const line = (await visitOf(maintenance, id)).lines.find(each => each.item === item.item)
      expect(line?.answer).toMatchObject({ version: 2, value: 0.6, by: 'admin' })
      expect(line?.answer?.before).toMatchObject([{ version: 1, by: 'wang' }])
    })

    test('what is sent once more because the reply was lost changes nothing', async () => {
      const { maintenance, id } = await openVisit('PM-ELV-HM')
      const said = { ...LIFT, item: 'ELV-HM-01', outcome: 'ok' as const, note: 'swept' }
      const first = await answer(maintenance, id, said)
      expect((await answer(maintenance, id, said)).version).toBe(first.version)
      expect((await visitOf(maintenance, id)).lines[0]?.answer).toMatchObject({ version: 1, before: [] })
    })

    test('the visit ends only when all is answered, with the photos that are asked for', async () => {
      const { maintenance, id } = await openVisit('PM-ELV-HM')
      const { tickets } = maintenance
      await moveThrough(maintenance, id, ['acknowledged', 'dispatched', 'onSite'])
      const close = () => tickets.move(id, { to: 'closed' }, DISPATCHER)
      await expect(close()).rejects.toMatchObject({
        code: 'CHECKLIST_OPEN',
        details: { lacking: 31, photosLacking: 0 },
      })
      await answer(maintenance, id, { ...LIFT, item: 'ELV-HM-18', outcome: 'ok' })
      await answerAll(maintenance, id)
      await expect(close()).rejects.toMatchObject({ code: 'CHECKLIST_OPEN', details: { lacking: 0, photosLacking: 1 } })
      const photos = [await addTestPhoto(maintenance, id, 10)]
      await answer(maintenance, id, { ...LIFT, item: 'ELV-HM-18', outcome: 'ok', photos, version: 1 })
      expect((await close()).status).toBe('closed')
      const late = answer(maintenance, id, { ...LIFT, item: 'ELV-HM-01', outcome: 'notOk', mended: true, version: 1 })
      await expect(late).rejects.toMatchObject({ code: 'TICKET_ENDED' })
    })

    test('more photos are taken than of a repair', async () => {
      const { maintenance, id } = await openVisit('PM-ELV-HM')
      for (let n = 1; n <= 8; n++) expect(await addTestPhoto(maintenance, id, n * 20)).toBe(n)
    })

    test('the desk and the crew answer, also by the link; no other technician, and no ticket that is no visit', async () => {
      const { maintenance, id } = await openVisit('PM-ELV-HM')
      const { tickets, workLinks } = maintenance
      const one = (item: string) => ({ answers: [{ ...LIFT, item, outcome: 'ok' as const }] })
      await tickets.move(id, { to: 'dispatched', technician: 'zhang' }, DISPATCHER)
      await expect(tickets.answer(id, one('ELV-HM-01'), { ...ZHANG, username: 'li' })).rejects.toMatchObject({
        code: 'FORBIDDEN',
      })
      await tickets.answer(id, one('ELV-HM-01'), ZHANG)
      const { token = '' } = await workLinks.issue(id, {}, DISPATCHER)
      expect((await workLinks.work(token)).visit?.lacking).toBe(30)
      const { visit } = await workLinks.answer(token, one('ELV-HM-02'))
      expect(visit?.lacking).toBe(29)
      expect(visit?.lines[1]?.answer?.by).toBe('zhang')
      await moveThrough(maintenance, id, ['onSite'])
      await answerAll(maintenance, id)
      expect((await workLinks.work(token)).moves).toEqual(['closed'])
      expect((await workLinks.move(token, { to: 'closed' })).status).toBe('closed')
      const other = await tickets.create({ ...LIFT, title: 'x', severity: 'advisory', lifeSafety: false }, DISPATCHER)
      await expect(tickets.answer(other.id, one('ELV-HM-01'), ADMIN)).rejects.toMatchObject({ code: 'BAD_REQUEST' })
      expect(await tickets.visit(other)).toBeUndefined()
    })
  })
}
