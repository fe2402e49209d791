import { expect, onTestFinished, test } from 'vitest'
import type { Reading } from '#domain/telemetry.ts'
import { openTelemetryStore } from '#ingest'
import { backtest, backtestAll } from '#rules'
import { testDatabase } from '../../helpers/database.ts'
import { tempDir } from '../../helpers/tempDir.ts'
import { catalogue, makeEngineOf, makeEquipment, reading, T0 } from '../story.ts'

const MINUTE = 60_000
const lift = makeEquipment('elevator')
const rule = catalogue.classes.get('elevator')?.fault.get('ELV-MOTOR-HOT')
if (!rule) throw new Error('ELV-MOTOR-HOT is gone')
const TO = T0 + 180 * MINUTE
/** Hot twice: from minute 20 to 40, and from 100 to 120. */
const items = Array.from({ length: 180 }, (_, i) =>
  reading(lift, T0 + i * MINUTE, { motorTemperature: i % 80 >= 20 && i % 80 < 40 ? 125 : 60 }),
)

async function stored() {
  const store = await openTelemetryStore({ dataDir: await tempDir() })
  onTestFinished(() => store.close())
  await store.append(items.map(item => (item as { reading: Reading }).reading))
  return { database: await testDatabase(), store, catalogue, listEquipment: () => [lift] }
}
const query = { class: 'elevator', rule, from: T0, to: TO }

/** What the engine finds when the same readings come in live. */
function live() {
  const engine = makeEngineOf(lift)
  for (const item of items) engine.take(item)
  engine.settleOpen()
  engine.tick(TO)
  return engine.transitions().filter(each => each.code === rule?.code && ['firing', 'resolved'].includes(each.to))
}

test('a backtest finds what the engine finds live, when and how often', async () => {
  const report = await backtest(await stored(), query, { signal: new AbortController().signal })
  const found = report.listed.flatMap(({ firedAt, clearedAt }) => [
    ['firing', firedAt],
    ...(clearedAt === undefined ? [] : [['resolved', clearedAt]]),
  ])
  expect(found).toEqual(live().map(({ to, at }) => [to, at]))
  expect(report).toMatchObject({ equipment: 1, readings: 180, firings: 2, perDay: 16, unsupported: [] })
  expect(report.tickets).toEqual({ hits: 0, misses: 0, extra: 2 })
})

test('a backtest ends when its caller is gone, and plays only what is asked for', async () => {
  const needs = await stored()
  const gone = AbortSignal.abort(new Error('gone'))
  await expect(backtest(needs, query, { signal: gone })).rejects.toThrow('gone')
  const none = await backtest(needs, { ...query, includes: () => false }, { signal: new AbortController().signal })
  expect(none).toMatchObject({ equipment: 0, readings: 0, firings: 0 })
})

test('rules played together find what each of them finds alone', async () => {
  const needs = await stored()
  const faults = [...(catalogue.classes.get('elevator')?.faults ?? [])]
  const signal = new AbortController().signal
  const together = await backtestAll(
    needs,
    faults.map(each => ({ class: 'elevator', rule: each })),
    { from: T0, to: TO },
    { signal },
  )
  expect(together.rules.map(each => each.code)).toEqual(faults.map(each => each.code).sort())
  expect(together.firings).toBeGreaterThan(0)
  for (const { code, listed } of together.rules) {
    const fault = faults.find(each => each.code === code)
    if (!fault) throw new Error(`${code} is not of the class`)
    const alone = await backtest(needs, { class: 'elevator', rule: fault, from: T0, to: TO }, { signal })
    expect([code, listed]).toEqual([code, alone.listed])
  }
})
