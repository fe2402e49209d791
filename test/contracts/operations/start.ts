import type { Database } from '#database/database.ts'
import { ADMIN, startTestMaintenance, transition } from '../../helpers/maintenance.ts'

const ZHANG = { id: 'zhang', name: '张师傅', skills: ['SK-ELV-T', 'SK-ELE-LV'] }
export const OVERTRAVEL = transition('f-1', 'lift-1', 'ELV-OVERTRAVEL')
export const LEVEL = transition('f-2', 'lift-1', 'ELV-LEVEL')

/** Maintenance on an empty database, with one technician. */
export const startWith =
  (open: () => Promise<Database>) =>
  async (params = {}) => {
    const database = await open()
    const maintenance = await startTestMaintenance(database, { params })
    await maintenance.technicians.add(ZHANG, ADMIN)
    return { database, maintenance }
  }
