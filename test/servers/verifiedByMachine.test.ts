import { describe, onTestFinished } from 'vitest'
import { verifiedByMachineContract } from '../contracts/verifiedByMachine.ts'
import { startPostgres } from '../helpers/postgres.ts'
import { requireBinary } from '../helpers/realServer.ts'

const postgres = requireBinary('postgres')

describe.skipIf(postgres === undefined)('verified by the machine', () => {
  verifiedByMachineContract('PostgreSQL', async () => {
    const server = await startPostgres(postgres as string)
    onTestFinished(() => server.stop())
    return { databaseUrl: await server.fresh() }
  })
})
