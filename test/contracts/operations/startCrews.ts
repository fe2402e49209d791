import type { Database } from '#database/database.ts'
import type { DispatchMode } from '#domain/dispatch.ts'
import type { Actor } from '#domain/people.ts'
import type { NewRosterEntry } from '#domain/roster.ts'
import { ADMIN, onlyTicket, type TestMaintenance } from '../../helpers/maintenance.ts'
import { OVERTRAVEL, startWith } from './start.ts'

export const MIN = 60_000
export const HOUR = 60 * MIN
export const as = (username: string): Actor => ({ username, role: 'technician', sites: [] })
export const certificate = { kind: 'CERT-ELV-T', number: 'T-1', validFrom: '2024-01-01', validUntil: '2030-01-01' }
export const over = { ...certificate, validUntil: '2026-11-22' }

export const add = (maintenance: TestMaintenance, id: string, more: object = {}) =>
  maintenance.technicians.add({ id, name: id, skills: ['SK-ELV-T'], certificates: [certificate], ...more }, ADMIN)
const set = (maintenance: TestMaintenance, mode: DispatchMode, more: object = {}) =>
  maintenance.dispatch.change('s1', { mode, acceptMin: 10, strict: false, version: 0, ...more }, ADMIN)
export const shift = (technician: string, more: Partial<NewRosterEntry> = {}): NewRosterEntry => ({
  technician,
  kind: 'shift',
  weekdays: [1, 2, 3, 4, 5, 6, 7],
  fromDay: '2026-11-02',
  starts: '08:00',
  ends: '18:00',
  ...more,
})

export async function who({ dispatch }: TestMaintenance, id: string): Promise<string[]> {
  const { members } = await dispatch.crew(id)
  return members.map(one => `${one.technician} ${one.place} ${one.answer}`)
}

export async function said({ tickets }: TestMaintenance, id: string, event: string) {
  return ((await tickets.get(id))?.timeline ?? []).filter(line => line.event === event)
}

/** Maintenance whose site sends people in this way; of the two who are there, `zhang` has a certificate from now on. */
export const startCrews =
  (open: () => Promise<Database>) =>
  async (mode: DispatchMode, more: object = {}) => {
    const { maintenance, database } = await startWith(open)()
    await maintenance.technicians.change('zhang', { certificates: [certificate] }, ADMIN)
    await set(maintenance, mode, more)
    const ticket = async () => {
      await maintenance.handle([OVERTRAVEL])
      return (await onlyTicket(maintenance)).id
    }
    return { maintenance, database, ticket }
  }
