import { expect, test } from 'vitest'
import { changesSince, lastChange, logChanges, trimChanges } from '#database/changeLog.ts'
import { testDatabase } from '../helpers/database.ts'

test('numbers are gapless whatever runs in parallel, and an undone transaction takes none', async () => {
  const { db, write } = await testDatabase()
  await Promise.allSettled(
    Array.from({ length: 40 }, (_, i) =>
      write(async trx => {
        await logChanges(trx, 'tickets', [`t-${i}`, `u-${i}`], 1)
        if (i % 3 === 0) throw new Error('undo')
      }),
    ),
  )
  const changes = await changesSince(db, 0, 1000)
  expect(changes?.map(c => c.seq)).toEqual(Array.from({ length: 52 }, (_, i) => i + 1))
})

test('a reader that is too far behind is told so', async () => {
  const { db, write } = await testDatabase()
  const items = Array.from({ length: 30 }, (_, i) => `f-${i}`)
  await write(trx => logChanges(trx, 'faults', items, 1))
  await trimChanges(db, 10)
  expect(await changesSince(db, 0, 100)).toBeUndefined()
  expect((await changesSince(db, 20, 100))?.map(c => c.seq)).toEqual([21, 22, 23, 24, 25, 26, 27, 28, 29, 30])
  expect(await changesSince(db, 30, 100)).toEqual([])
  expect([await lastChange(db), await lastChange(db, 'tickets')]).toEqual([30, 0])
})

test('the listeners hear of a write only once it is durable, and of none that was undone', async () => {
  const { onWrite, write } = await testDatabase()
  let heard = 0
  const stop = onWrite(() => heard++)
  await write(async () => expect(heard).toBe(0))
  await expect(write(async () => Promise.reject(new Error('undo')))).rejects.toThrow('undo')
  expect(heard).toBe(1)
  stop()
  await write(async () => undefined)
  expect(heard).toBe(1)
})
