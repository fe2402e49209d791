import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createPacer } from '../../../dashboard/server/live/pacer.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const TIMES = { gatherMs: 100, pollMs: 1000 }

function start(work: () => Promise<void> = async () => undefined) {
  const calls: [at: number, asked: boolean][] = []
  const begin = performance.now()
  const pacer = createPacer(async asked => {
    calls.push([performance.now() - begin, asked])
    await work()
  }, TIMES)
  return { pacer, calls }
}

test('the first poke is answered at once, those that follow are gathered for at most 100 ms', async () => {
  const { pacer, calls } = start()
  pacer.poke()
  await vi.advanceTimersByTimeAsync(0)
  for (let n = 0; n < 10; n++) {
    pacer.poke()
    await vi.advanceTimersByTimeAsync(10)
  }
  expect(calls).toEqual([
    [0, true],
    [100, true],
  ])
  await pacer.stop()
})

test('without a poke it looks once a second, and says that nobody asked', async () => {
  const { pacer, calls } = start()
  await vi.advanceTimersByTimeAsync(2000)
  expect(calls).toEqual([
    [1000, false],
    [2000, false],
  ])
  await pacer.stop()
})

test('a poke during the work is not lost, and the work never runs twice at once', async () => {
  let running = 0
  let most = 0
  const { pacer, calls } = start(async () => {
    most = Math.max(most, ++running)
    await new Promise(resolve => setTimeout(resolve, 250))
    running -= 1
  })
  pacer.poke()
  await vi.advanceTimersByTimeAsync(50)
  pacer.poke()
  await vi.advanceTimersByTimeAsync(600)
  expect(calls.map(([at]) => at)).toEqual([0, 350])
  expect(most).toBe(1)
  const stopped = pacer.stop()
  await vi.advanceTimersByTimeAsync(300)
  await stopped
})

test('stopping waits for the work and starts none again', async () => {
  let done = false
  const { pacer, calls } = start(async () => {
    await new Promise(resolve => setTimeout(resolve, 50))
    done = true
  })
  pacer.poke()
  await vi.advanceTimersByTimeAsync(1)
  const stopped = pacer.stop().then(() => done)
  await vi.advanceTimersByTimeAsync(5000)
  expect(await stopped).toBe(true)
  expect(calls).toHaveLength(1)
})
