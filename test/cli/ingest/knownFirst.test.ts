import { expect, test } from 'vitest'
import { openRegistry } from '#database/registry.ts'
import { silentLog } from '#domain/log.ts'
import { createKnownFirst } from '../../../cli/ingest/knownFirst.ts'
import { testDatabase } from '../../helpers/database.ts'

const LIFT = {
  ...{ id: 'lift-1', site: 's1', gateway: 'gw1', class: 'elevator', name: 'Lift' },
  ...{ params: {}, occupancy: 'unknown' as const },
}
const topic = 'facility/v1/s1/gw1/lift-1/telemetry'

test('a name that another process registered meanwhile is known before its message is looked at', async () => {
  const database = await testDatabase()
  const [service, own] = [await openRegistry(database, () => 1), await openRegistry(database, () => 1)]
  let now = 0
  let reloads = 0
  const reload = () => {
    reloads += 1
    return own.reload()
  }
  const registry = { ...own, reload }
  const known = createKnownFirst({ database, registry, log: silentLog, steadyNow: () => now })
  await known({ topic })
  expect([own.gateway('gw1'), reloads]).toEqual([undefined, 0])
  await service.addSite({ id: 's1', name: 's1', timezone: 'UTC' })
  await service.addGateway({ id: 'gw1', site: 's1' })
  await service.addEquipment(LIFT)
  expect(known({ topic })).toBeUndefined()
  now = 1_000
  await known({ topic })
  expect([own.equipment('lift-1')?.class, reloads]).toEqual(['elevator', 1])
  expect(known({ topic })).toBeUndefined()
  expect(known({ topic: 'elsewhere' })).toBeUndefined()
})

test('while the database is away nothing is decided', async () => {
  const database = await testDatabase()
  const registry = await openRegistry(database, () => 1)
  const known = createKnownFirst({ database, registry, log: silentLog })
  await database.close()
  await expect(known({ topic })).rejects.toThrow()
  await expect(known({ topic })).rejects.toThrow()
})
