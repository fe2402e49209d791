import { expect, test } from 'vitest'
import { silentLog } from '#domain/log.ts'
import { restore } from '../../rules/checkpoint.ts'
import { createHealthKeeper } from '../../rules/keptHealth.ts'
import { TIMING } from '../../rules/timing.ts'
import { memorySpool } from '../helpers/memorySpool.ts'
import { catalogue, makeEngine, makeEquipment, reading, T0 } from './story.ts'

const pump = makeEquipment('fire-pump')
const told = (minute: number, hoursSinceTest: number) => reading(pump, T0 + minute * 60_000, { hoursSinceTest })

test('how the rules did is counted on after a restart; a broken one stays shown', async () => {
  const spool = memorySpool()
  const reader = spool.reader()
  const engine = makeEngine(pump)
  const keeper = createHealthKeeper(engine, reader, 0)
  for (const minute of [0, 1, 2]) engine.take(told(minute, 800 + minute))
  const rules = engine.rules()
  const [missed, broken] = ['FPU-TEST-MISSED', 'FPU-NOSTART'].map(code => rules.find(rule => rule.fault.code === code))
  if (!missed || !broken) throw new Error('the catalogue has no such rules')
  Object.assign(broken.health, { evaluations: 1, errors: 2, lastError: 'no such thing', lastEvaluated: T0 })

  keeper.goOn(TIMING.health - 1)
  expect(spool.state.size).toBe(0)
  keeper.goOn(TIMING.health)
  const written = spool.state.size
  expect([spool.cursor(), written]).toEqual([0, rules.filter(rule => rule.health.evaluations > 0).length])
  keeper.goOn(2 * TIMING.health)
  keeper.finish()
  expect(spool.state.size).toBe(written)

  const later = makeEngine(pump)
  await restore(later, reader, [], silentLog)
  const of = (engine: typeof later, code: string) => engine.health().find(each => each.code === code)
  expect(of(later, 'FPU-TEST-MISSED')).toEqual(of(engine, 'FPU-TEST-MISSED'))
  expect(of(later, 'FPU-TEST-MISSED')).toMatchObject({ firings: 1, lastEvaluated: T0 + 120_000 })
  expect(of(later, 'FPU-NOSTART')).toMatchObject({ errors: 2, lastError: 'no such thing' })
  later.take(told(3, 900))
  expect(of(later, 'FPU-TEST-MISSED')?.evaluations).toBe((missed.health.evaluations ?? 0) + 1)
})

test('the counts of another version of a rule are left, and unreadable ones stop nothing', async () => {
  const spool = memorySpool()
  spool.state.set('rule:fire-pump FPU-TEST-MISSED', JSON.stringify({ rule: 4, evaluations: 9, timed: {} }))
  spool.state.set('rule:fire-pump FPU-NOSTART', 'not JSON')
  spool.state.set('rule:fire-pump NO-SUCH-RULE', JSON.stringify({ evaluations: 9, timed: {} }))
  const engine = makeEngine(pump)
  await restore(engine, spool.reader(), [], silentLog)
  expect(engine.health().filter(({ evaluations }) => evaluations > 0)).toEqual([])
  expect(engine.health()).toHaveLength([...catalogue.classes.values()].flatMap(entry => entry.faults).length)
})
