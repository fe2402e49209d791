import { expect, test } from 'vitest'
import { openTestDoor } from '../helpers/door.ts'

test('while there is no room, a gateway is told to come later (CONNACK 3); those inside stay, and later it may come', async () => {
  let room = true
  const door = await openTestDoor({ mayConnect: () => room })
  const inside = await door.connect('gw1')
  room = false
  await expect(door.connect('gw2')).rejects.toMatchObject({ code: 3 })
  await inside.publishAsync('facility/v1/s1/gw1/lift-1/event', '{}', { qos: 1 })
  expect(door.accepted).toHaveLength(1)
  room = true
  await door.connect('gw2')
})
