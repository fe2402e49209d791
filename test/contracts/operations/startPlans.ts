import type { Database } from '#database/database.ts'
import { ADMIN } from '../../helpers/maintenance.ts'
import { startWith } from './start.ts'

/** Maintenance with plans of lifts and of fire equipment that are on from 2026-11-23. */
export const startPlansWith = (open: () => Promise<Database>) => async () => {
  const { maintenance } = await startWith(open)()
  const sites = [{ site: 's1', fromDay: '2026-11-23' }]
  for (const plan of ['PM-ELV-HM', 'PM-ELV-Q', 'PM-FIRE-W'])
    await maintenance.plans.change(plan, { version: 0, sites }, ADMIN)
  return maintenance
}
