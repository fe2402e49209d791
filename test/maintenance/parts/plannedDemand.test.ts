import { expect, test } from 'vitest'
import type { Database } from '#database/database.ts'
import { loadCatalogue } from '#domain/catalogue.ts'
import { plannedDemand } from '../../../maintenance/parts/projection/plannedDemand.ts'
import { testDatabase } from '../../helpers/database.ts'
import { ADMIN, MONDAY, startTestMaintenance } from '../../helpers/maintenance.ts'

const SITES = [{ site: 's1', fromDay: '2026-11-23' }]

/** What visits will take of a part in 60 days, and which tables were read for it. */
async function demandOf(
  database: Database,
  { registry }: Awaited<ReturnType<typeof startTestMaintenance>>,
  partNo: string,
) {
  const tables: string[] = []
  const selectFrom = (table: never) => {
    tables.push(String(table))
    return database.db.selectFrom(table)
  }
  const db = { selectFrom }
  const needs = { database, catalogue: loadCatalogue(), ...registry, timezone: () => 'Asia/Shanghai' }
  const asked = (one: string) => (one === partNo ? 60 : undefined)
  const found = await plannedDemand(needs as never, db as never, MONDAY, asked)
  return { lines: found.get(partNo)?.length ?? 0, readDues: tables.includes('plan_clock') }
}

test('what is due is read only for a part that a plan which is on takes, also by one that it includes', async () => {
  const database = await testDatabase()
  const maintenance = await startTestMaintenance(database)
  const { plans } = maintenance
  await plans.change('PM-ELV-HM', { version: 0, parts: [{ partNo: 'ELV-ENC-01', quantity: 1 }] }, ADMIN)
  await plans.change('PM-FIRE-W', { version: 0, sites: SITES }, ADMIN)
  expect(await demandOf(database, maintenance, 'ELV-ENC-01')).toEqual({ lines: 0, readDues: false })
  await plans.change(
    'PM-ELV-Q',
    { version: 0, sites: SITES, interval: { unit: 'd', value: 50, kind: 'maxInterval' } },
    ADMIN,
  )
  expect(await demandOf(database, maintenance, 'ELV-ENC-01')).toEqual({ lines: 1, readDues: true })
  expect(await demandOf(database, maintenance, 'ELV-BRG-01')).toEqual({ lines: 0, readDues: false })
})
