import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Database } from '#database/database.ts'
import { testDatabase } from '../helpers/database.ts'
import { ADMIN, MONDAY, startTestMaintenance, type TestMaintenance } from '../helpers/maintenance.ts'
import { startPostgres, type TestPostgres } from '../helpers/postgres.ts'
import { requireBinary } from '../helpers/realServer.ts'

const binary = requireBinary('postgres')
const DAY = 86_400_000

/** Lets nobody write before both have come to write: by then, each has read that nothing is open. */
function meeting() {
  const parties = new Set<Database>()
  const { promise, resolve } = Promise.withResolvers<void>()
  let armed = false
  return {
    arm: () => {
      armed = true
    },
    join: (database: Database): Database => ({
      ...database,
      write: async work => {
        if (armed) {
          parties.add(database)
          if (parties.size === 2) resolve()
          await promise
        }
        return await database.write(work)
      },
    }),
  }
}

describe.skipIf(binary === undefined)('two services sweep one PostgreSQL database at once', () => {
  let postgres: TestPostgres
  beforeAll(async () => {
    postgres = await startPostgres(binary ?? '')
  })
  afterAll(() => postgres.stop())

  /** Two stages, each with connections of its own; what they log as failed is kept. */
  const startTwo = async (): Promise<{ both: TestMaintenance[]; database: Database; arm(): void }> => {
    const url = await postgres.fresh()
    const { arm, join } = meeting()
    const first = await testDatabase(url)
    const both = [await startTestMaintenance(join(first)), await startTestMaintenance(join(await testDatabase(url)))]
    const sites = [{ site: 's1', fromDay: '2026-11-23' }]
    for (const plan of ['PM-ELV-HM', 'PM-FIRE-W']) await both[0]?.plans.change(plan, { version: 0, sites }, ADMIN)
    for (const { clock } of both) clock.set(MONDAY + 10 * DAY)
    return { both, database: first, arm }
  }
  const visitsOf = (database: Database) =>
    database.db.selectFrom('plan_visit').select(['plan', 'subject']).orderBy('plan').orderBy('subject').execute()
  const ONCE = [
    { plan: 'PM-ELV-HM', subject: 'lift-1' },
    { plan: 'PM-ELV-HM', subject: 'lift-2' },
    { plan: 'PM-FIRE-W', subject: '' },
  ]

  test('each visit, its ticket and the place of the site are there once', async () => {
    const { both, database, arm } = await startTwo()
    arm()
    await Promise.all(both.map(({ sweep }) => sweep()))
    expect(await visitsOf(database)).toEqual(ONCE)
    expect((await both[0]?.tickets.list({}))?.items).toHaveLength(3)
    const places = database.db.selectFrom('equipment').select('id').where('class', '=', 'place')
    expect(await places.execute()).toEqual([{ id: 's1-place' }])
    for (const { registry } of both) expect(registry.equipment('s1-place')).toBeDefined()
    await Promise.all(both.map(({ sweepAt }) => sweepAt(MONDAY + 11 * DAY)))
    expect(await visitsOf(database)).toEqual(ONCE)
  })

  test('a variant without the unique indexes opens them twice, and is found', async () => {
    const { both, database, arm } = await startTwo()
    for (const index of ['plan_visit_once', 'plan_visit_one_open'])
      await sql`drop index ${sql.ref(index)}`.execute(database.db)
    arm()
    await Promise.all(both.map(({ sweep }) => sweep()))
    expect((await visitsOf(database)).length).toBeGreaterThan(ONCE.length)
  })
})
