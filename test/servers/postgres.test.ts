import { afterAll, beforeAll, describe } from 'vitest'
import { operationsContract } from '../contracts/operations.ts'
import { testDatabase } from '../helpers/database.ts'
import { startPostgres, type TestPostgres } from '../helpers/postgres.ts'
import { requireBinary } from '../helpers/realServer.ts'

const binary = requireBinary('postgres')

describe.skipIf(binary === undefined)('PostgreSQL', () => {
  let postgres: TestPostgres
  beforeAll(async () => {
    postgres = await startPostgres(binary ?? '')
  })
  afterAll(() => postgres.stop())
  operationsContract('PostgreSQL', async () => testDatabase(await postgres.fresh()))
})
