import { expect, test } from 'vitest'
import { changesSince } from '#database/changeLog.ts'
import { openRegistry } from '#database/registry.ts'
import { hashPassword, hashSecret, makeSecret, verifySecret } from '#database/secrets.ts'
import { testDatabase } from '../helpers/database.ts'

const SITE = { id: 's1', name: 'Site one', timezone: 'Asia/Shanghai' }
const LIFT = {
  id: 'lift-1',
  site: 's1',
  gateway: 'gw1',
  class: 'elevator',
  name: 'Lift',
  params: { ratedSpeed: 2.5 },
  occupancy: 'high' as const,
}

async function registered() {
  const database = await testDatabase()
  const registry = await openRegistry(database, () => 1000)
  await registry.addSite(SITE)
  const { password } = await registry.addGateway({ id: 'gw1', site: 's1' })
  await registry.addEquipment(LIFT)
  return { database, registry, password }
}

test('what was registered is there after a reload, and in the change log', async () => {
  const { database, registry } = await registered()
  const other = await openRegistry(database, () => 2000)
  expect(other.sites()).toEqual([SITE])
  expect(other.gateways()).toEqual([{ id: 'gw1', site: 's1' }])
  expect([...other.listEquipment()]).toEqual([{ ...LIFT, createdAt: 1000 }])
  expect(registry.equipment('lift-1')).toEqual(other.equipment('lift-1'))
  const changes = await changesSince(database.db, 0, 10)
  expect(changes?.map(c => [c.seq, c.channel, c.item])).toEqual([
    [1, 'system', 'site:s1'],
    [2, 'system', 'gateway:gw1'],
    [3, 'equipment', 'lift-1'],
  ])
})

test('a gateway signs in with its own password alone', async () => {
  const { registry, password } = await registered()
  expect(await registry.authenticate('gw1', password)).toEqual({ site: 's1' })
  expect(await registry.authenticate('gw1', `${password}x`)).toBeUndefined()
  expect(await registry.authenticate('nobody', password)).toBeUndefined()
})

test('a password that an earlier version kept by a slow hash signs in, and is kept by a fast one from then on', async () => {
  const { database, registry, password } = await registered()
  const slow = await hashPassword(password)
  const hashOf = () => database.db.selectFrom('gateway').select('password_hash').executeTakeFirstOrThrow()
  await database.db.updateTable('gateway').set({ password_hash: slow }).execute()
  await registry.reload()
  expect(await registry.authenticate('gw1', `${password}x`)).toBeUndefined()
  expect((await hashOf()).password_hash).toBe(slow)
  expect(await registry.authenticate('gw1', password)).toEqual({ site: 's1' })
  await expect.poll(async () => (await hashOf()).password_hash).toMatch(/^hmac\$/)
  expect(await registry.authenticate('gw1', password)).toEqual({ site: 's1' })
  await registry.reload()
  expect(await registry.authenticate('gw1', password)).toEqual({ site: 's1' })
  expect(await registry.authenticate('gw1', `${password}x`)).toBeUndefined()
})

test('a gateway password is kept with a salt of its own, never as it is', async () => {
  const secret = makeSecret()
  const [one, two] = [hashSecret(secret), hashSecret(secret)]
  expect(one).not.toBe(two)
  expect(one).not.toContain(secret)
  expect([verifySecret(secret, one), verifySecret(secret, two), verifySecret(`${secret}x`, one)]).toEqual([
    true,
    true,
    false,
  ])
})

test('an id is given once, whoever registered it', async () => {
  const { database, registry } = await registered()
  const another = await openRegistry(database, () => 1000)
  await database.db.insertInto('site').values({ id: 's9', name: 'x', timezone: 'UTC' }).execute()
  await expect(another.addSite({ ...SITE, id: 's9' })).rejects.toMatchObject({ code: 'ALREADY_EXISTS' })
  await expect(registry.addSite(SITE)).rejects.toMatchObject({ code: 'ALREADY_EXISTS' })
  await expect(registry.addGateway({ id: 'gw1', site: 's1' })).rejects.toMatchObject({ code: 'ALREADY_EXISTS' })
  await expect(registry.addEquipment(LIFT)).rejects.toMatchObject({ code: 'ALREADY_EXISTS' })
  const twice = await Promise.allSettled([
    registry.addEquipment({ ...LIFT, id: 'lift-2' }),
    registry.addEquipment({ ...LIFT, id: 'lift-2' }),
  ])
  expect(twice.map(r => r.status).sort()).toEqual(['fulfilled', 'rejected'])
})

test('what does not fit is refused with its code', async () => {
  const { registry } = await registered()
  await registry.addSite({ ...SITE, id: 's2' })
  await expect(registry.addGateway({ id: 'gw2', site: 'nowhere' })).rejects.toMatchObject({ code: 'UNKNOWN_SITE' })
  await expect(registry.addGateway({ id: 'fault', site: 's1' })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  await expect(registry.addEquipment({ ...LIFT, id: 'state' })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  const elsewhere = { ...LIFT, id: 'lift-2', site: 's2' }
  await expect(registry.addEquipment(elsewhere)).rejects.toMatchObject({ code: 'UNKNOWN_GATEWAY' })
  await expect(registry.changeEquipment('lift-9', { name: 'x' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('a change is kept with what the parameters were before, and leaves the rest alone', async () => {
  const { database, registry } = await registered()
  await registry.changeEquipment('lift-1', { params: { ratedSpeed: 1.75 }, occupancy: 'low' }, 'chen')
  await registry.changeEquipment('lift-1', { params: { ratedSpeed: 1.75 } }, 'li')
  const paramsBefore = [{ endedAt: 1000, params: LIFT.params, by: 'chen' }]
  const expected = { ...LIFT, params: { ratedSpeed: 1.75 }, paramsBefore, occupancy: 'low', createdAt: 1000 }
  expect(registry.equipment('lift-1')).toEqual(expected)
  expect((await openRegistry(database, () => 0)).equipment('lift-1')).toEqual(expected)
})

test('the Will of a session that a newer one overtook does not put the gateway offline', async () => {
  const { registry } = await registered()
  await registry.noteGateway('gw1', { online: true, session: 'a', at: 1 })
  await registry.noteGateway('gw1', { online: true, session: 'b', at: 2 })
  await registry.noteGateway('gw1', { online: false, session: 'a', at: 3 })
  expect(registry.gateway('gw1')).toMatchObject({ online: true, lastSeen: 2 })
  await registry.noteGateway('gw1', { online: false, session: 'b', at: 4 })
  expect(registry.gateway('gw1')).toMatchObject({ online: false, lastSeen: 4 })
})

test('a gateway that another process registered may connect without a restart', async () => {
  const { database, registry } = await registered()
  const elsewhere = await openRegistry(database, () => 2000)
  const { password } = await elsewhere.addGateway({ id: 'gw2', site: 's1' })
  expect(await registry.authenticate('gw2', 'wrong')).toBeUndefined()
  expect(await registry.authenticate('gw2', password)).toEqual({ site: 's1' })
  expect(await registry.authenticate('gw3', password)).toBeUndefined()
})
