import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CodedError } from '#domain/errors.ts'
import { ACCESS } from '../../dashboard/server/auth/access.ts'
import { startTestDashboard, type TestDashboard } from '../helpers/dashboard.ts'
import { testDatabase } from '../helpers/database.ts'
import { ADMIN, MONDAY, type TestMaintenance } from '../helpers/maintenance.ts'
import { startPostgres, type TestPostgres } from '../helpers/postgres.ts'
import { requireBinary } from '../helpers/realServer.ts'

const binary = requireBinary('postgres')
const SPAN = { from: MONDAY, to: MONDAY + 1 }

/** What the routes behind the log-in ask of the stage to show something: no session is read on the way. */
const questions = (of: TestMaintenance, ticket: string): Record<string, () => Promise<unknown>> => ({
  tickets: () => of.tickets.list({}),
  'one ticket': () => of.tickets.get(ticket),
  'clocks of a ticket': () => of.tickets.clocks(ticket),
  faults: () => of.faults.list({}),
  incidents: () => of.incidents.list({}),
  'open faults': () => of.openFaults(),
  parts: () => of.parts.list({}),
  stores: () => of.stores.list(),
  reservations: () => of.reservations.list({}),
  'purchase orders': () => of.purchaseOrders.list({}),
  transfers: () => of.transfers.list({}),
  kits: () => of.kits.list('elevator'),
  plans: () => of.plans.list([]),
  technicians: () => of.technicians.list({}),
  candidates: () => of.dispatch.candidates(ticket),
  crew: () => of.dispatch.crew(ticket),
  pool: () => of.dispatch.pool(ADMIN),
  'dispatch of a site': () => of.dispatch.site('s1'),
  'work links': () => of.workLinks.list(ticket),
  'a work link': () => of.workLinks.work('nobody'),
  roster: () => of.roster.week({ site: 's1' }),
  complaints: () => of.complaints.list({}),
  'calls to make': () => of.followUps.list({ due: 'open' }, ADMIN),
  'report policy': () => of.reportPolicy.get(),
  reports: () => of.analytics.repairs(SPAN),
  'reports of people': () => of.analytics.technicians(SPAN),
  'a label': () => of.labels.of({ equipment: 'lift-1' }, ADMIN),
  'a move': () => of.tickets.move(ticket, { to: 'acknowledged' }, ADMIN),
})

describe.skipIf(binary === undefined)('while PostgreSQL is away', () => {
  let postgres: TestPostgres
  beforeAll(async () => {
    postgres = await startPostgres(binary ?? '')
  })
  afterAll(() => postgres.stop())

  /** A dashboard whose server stops, and what was answered before, meanwhile and after. */
  const withTicket = async (): Promise<TestDashboard & { ticket: string }> => {
    const dashboard = await startTestDashboard({ database: await testDatabase(await postgres.fresh()) })
    const { body } = await dashboard.admin('POST /api/tickets', { equipment: 'lift-1', title: 'x' })
    return { ...dashboard, ticket: body.id }
  }

  test('every question outside a transaction, reports too, is refused by the same code, and answered once it is back', async () => {
    const { maintenance, ticket, database } = await withTicket()
    const asked = Object.entries(questions(maintenance, ticket))
    await postgres.kill()
    try {
      const answers = await Promise.allSettled(asked.map(([, ask]) => ask()))
      const codes = answers.map((answer, i) => {
        if (answer.status === 'fulfilled') return [asked[i]?.[0], 'was answered']
        return [asked[i]?.[0], answer.reason instanceof CodedError ? answer.reason.code : String(answer.reason)]
      })
      expect(codes).toEqual(asked.map(([name]) => [name, 'DATABASE_UNAVAILABLE']))
      for (const one of [database.db, database.reader])
        await expect(one.selectFrom('site').selectAll().execute()).rejects.toMatchObject({ status: 503 })
    } finally {
      await postgres.start()
    }
    expect((await maintenance.tickets.list({})).items.map(({ id }) => id)).toEqual([ticket])
    expect(await maintenance.analytics.repairs(SPAN)).toMatchObject({ opened: { count: 1 } })
    expect(await maintenance.tickets.move(ticket, { to: 'acknowledged' }, ADMIN)).toMatchObject({
      status: 'acknowledged',
    })
  })

  test('every address that shows something says 503 and when to ask again, or has it in memory; none says 500', async () => {
    const { admin, anonymous, ticket } = await withTicket()
    const reads = Object.entries(ACCESS).filter(([name]) => name.startsWith('GET /api/'))
    const pathOf = (name: string) => name.slice(4).replace(/:\w+/g, ticket)
    await postgres.kill()
    try {
      let away = 0
      for (const [name, access] of reads) {
        const { status, headers, body } = await (access === 'public' ? anonymous : admin)(pathOf(name))
        expect([name, status === 500]).toEqual([name, false])
        if (access !== 'public') expect([name, status]).toEqual([name, 503])
        if (status !== 503) continue
        away += 1
        expect([name, body.error.code, headers['retry-after']]).toEqual([name, 'DATABASE_UNAVAILABLE', '5'])
      }
      expect(away).toBeGreaterThan(90)
    } finally {
      await postgres.start()
    }
    expect((await admin('/api/tickets')).body.items).toHaveLength(1)
  })
})
