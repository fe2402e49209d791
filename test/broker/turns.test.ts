import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createTurns } from '../../broker/turns.ts'

test('[MQTT-4.6.0-2] answers keep the order of the messages, whatever the order in which their works end', async () => {
  const plan = fc
    .integer({ min: 1, max: 12 })
    .chain(count =>
      fc.tuple(fc.shuffledSubarray([...Array(count).keys()], { minLength: count }), fc.nat({ max: count })),
    )
  await fc.assert(
    fc.asyncProperty(plan, async ([ending, failing]) => {
      const inTurn = createTurns<object>()
      const owner = {}
      const works = ending.map(() => Promise.withResolvers<void>())
      const told: string[] = []
      const answers = works.map(({ promise }, i) =>
        inTurn(owner, promise).then(
          () => told.push(`${i} done`),
          (error: Error) => told.push(`${i} ${error.message}`),
        ),
      )
      for (const i of ending) {
        if (i === failing) works[i]?.reject(new Error(`failed at ${i}`))
        else works[i]?.resolve()
        await new Promise(setImmediate)
      }
      await Promise.all(answers)
      expect(told).toEqual(ending.map((_, i) => (i < failing ? `${i} done` : `${i} failed at ${failing}`)))
    }),
    { numRuns: 50 },
  )
})

test('one owner does not wait for another', async () => {
  const inTurn = createTurns<object>()
  const stuck = Promise.withResolvers<void>()
  const waiting = inTurn({}, stuck.promise)
  await inTurn({}, Promise.resolve())
  stuck.resolve()
  await waiting
})
