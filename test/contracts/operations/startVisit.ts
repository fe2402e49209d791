import type { Database } from '#database/database.ts'
import { ADMIN, MONDAY } from '../../helpers/maintenance.ts'
import { startWith } from './start.ts'

const DAY = 86_400_000

/** Maintenance with one open visit of a plan; of lifts, that of `lift-1`. */
export const withVisit = (open: () => Promise<Database>) => {
  const start = startWith(open)
  return async (plan: string) => {
    const started = await start()
    const { maintenance } = started
    const sites = [{ site: 's1', fromDay: '2026-11-23' }]
    await maintenance.plans.change(plan, { version: 0, sites }, ADMIN)
    await maintenance.outOfService.add({ equipment: 'lift-2', reason: 'x' }, ADMIN)
    await maintenance.sweepAt(MONDAY + 60 * DAY)
    const [ticket] = (await maintenance.tickets.list({ open: true })).items
    if (!ticket) throw new Error('no visit was opened')
    return { ...started, id: ticket.id }
  }
}
