import { expect, test } from 'vitest'
import { silentLog } from '#domain/log.ts'
import type { SpoolItem } from '#domain/spool.ts'
import { createCheckpoint, restore } from '../../rules/checkpoint.ts'
import type { Engine } from '../../rules/engine.ts'
import { BATCH, TIMING } from '../../rules/timing.ts'
import { memorySpool } from '../helpers/memorySpool.ts'
import { makeEngine, makeEquipment, reading, T0 } from './story.ts'

const pumps = Array.from({ length: 2.5 * BATCH.states }, (_, i) => makeEquipment('fire-pump', {}, `pump-${i}`))
const DUE = TIMING.checkpoint

/** Minute by minute every pump reports; one in three has not been tested for long, and half of those later has. */
const history: SpoolItem[] = [0, 1, 2, 3].flatMap(minute =>
  pumps.map((pump, i) =>
    reading(pump, T0 + minute * 60_000, {
      hoursSinceTest: i % 3 === 0 && (minute < 3 || i % 2 === 0) ? 800 : 1,
      controlMode: 2,
    }),
  ),
)

const stateOf = (engine: Engine) => ({
  firing: engine
    .firing()
    .map(f => [f.id, f.at])
    .sort(),
  pending: engine
    .pending()
    .map(p => [p.equipment, p.code, p.since, p.firesAt])
    .sort(),
})

/** Takes in the history, a few messages between two turns of the checkpoint. `crash` is asked after every turn. */
async function run(spool: ReturnType<typeof memorySpool>, crashAfter: number) {
  const reader = spool.reader()
  const engine = makeEngine(...pumps)
  await restore(engine, reader, [], silentLog)
  const checkpoint = createCheckpoint(engine, reader, 0)
  let position = reader.position()
  for (let turn = 0; turn < crashAfter; turn++) {
    const records = reader.read(position, 300)
    if (records.length === 0) {
      await checkpoint.finish(position, turn * DUE)
      break
    }
    for (const { item } of records) engine.take(item)
    engine.transitions()
    position = records.at(-1)?.position ?? position
    checkpoint.goOn(position, turn * DUE)
  }
  return engine
}

test('a checkpoint is written in slices, and its position is not ahead of any state', async () => {
  const spool = memorySpool()
  const reader = spool.reader()
  const engine = makeEngine(...pumps)
  const commits: [position: number, states: number][] = []
  const checkpoint = createCheckpoint(
    engine,
    { ...reader, commit: (position, states = []) => void commits.push([position, [...states].length]) },
    0,
  )
  for (const item of history.slice(0, pumps.length)) engine.take(item)
  checkpoint.goOn(pumps.length, DUE)
  expect(checkpoint.isUnderWay()).toBe(true)
  for (const item of history.slice(pumps.length)) engine.take(item)
  checkpoint.goOn(history.length, DUE + 1)
  checkpoint.goOn(history.length, DUE + 2)
  expect(checkpoint.isUnderWay()).toBe(false)
  expect(commits).toEqual([
    [0, BATCH.states],
    [0, BATCH.states],
    [pumps.length, BATCH.states / 2],
  ])
  await checkpoint.finish(history.length, DUE + 3)
  expect(commits.at(-1)).toEqual([history.length, 0])
  expect(commits.slice(3).reduce((n, [, states]) => n + states, 0)).toBe(BATCH.states)
})

test('what could not be written is written the next time', async () => {
  const spool = memorySpool()
  spool.push(...history)
  const reader = spool.reader()
  const engine = makeEngine(...pumps)
  for (const item of history) engine.take(item)
  let refusals = 1
  const commit: typeof reader.commit = (position, states) => {
    if (refusals-- > 0) throw new Error('disk is full')
    reader.commit(position, states)
  }
  const checkpoint = createCheckpoint(engine, { ...reader, commit }, 0)
  expect(() => checkpoint.goOn(history.length, DUE)).toThrow('disk is full')
  expect([spool.cursor(), spool.state.size]).toEqual([0, 0])
  await checkpoint.finish(history.length, DUE)
  expect([spool.cursor(), spool.state.size]).toEqual([history.length, pumps.length])
})

test('after a crash between any two slices the same faults are open and under way', async () => {
  const whole = memorySpool()
  whole.push(...history)
  const expected = stateOf(await run(whole, Infinity))
  expect(expected.pending.length).toBeGreaterThan(0)
  expect(expected.firing.length).toBeGreaterThan(0)
  for (const crashAfter of [1, 2, 3, 4, 5]) {
    const spool = memorySpool()
    spool.push(...history)
    await run(spool, crashAfter)
    expect(stateOf(await run(spool, Infinity))).toEqual(expected)
  }
})
