import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Value } from 'typebox/value'
import { expect, onTestFinished, test, vi } from 'vitest'
import { openDatabase } from '#database/database.ts'
import { lockDataDir } from '#database/dataDirLock.ts'
import { openRegistry } from '#database/registry.ts'
import { openTelemetryStore } from '#ingest'
import { rulesBacktestCommand } from '../../cli/rules/backtest.ts'
import { BacktestOverviewView, BacktestView } from '../../dashboard/server/views/backtests.ts'
import { startTestDashboard } from '../helpers/dashboard.ts'
import { tempDir } from '../helpers/tempDir.ts'

const MINUTE = 60_000

/** A data folder with one lift, whose motor was hot for 20 minutes an hour ago. */
async function dataDir(): Promise<string> {
  const dir = await tempDir()
  const database = await openDatabase({ dataDir: dir, url: undefined })
  const registry = await openRegistry(database, Date.now)
  await registry.addSite({ id: 's1', name: 'One', timezone: 'Asia/Shanghai' })
  await registry.addGateway({ id: 'gw1', site: 's1' })
  const place = { site: 's1', gateway: 'gw1', occupancy: 'normal' as const }
  await registry.addEquipment({ ...place, id: 'lift-1', class: 'elevator', name: 'Lift', params: {} })
  await database.close()
  const store = await openTelemetryStore({ dataDir: dir })
  const from = Date.now() - 120 * MINUTE
  const of = { site: 's1', gateway: 'gw1', equipment: 'lift-1', class: 'elevator', backfill: false }
  const hot = (i: number) => i >= 60 && i < 80
  await store.append(
    Array.from({ length: 110 }, (_, i) => ({
      ...{ ...of, ts: from + i * MINUTE, receivedAt: from + i * MINUTE },
      metrics: { motorTemperature: hot(i) ? 125 : 60 },
    })),
  )
  await store.close()
  return dir
}

/** Runs the command in this process. */
const run = (...args: string[]) => runUntil(() => undefined, ...args)

/** The same; `heard` is called with all that it says beside its answer. */
async function runUntil(heard: (said: string) => void, ...args: string[]) {
  const out = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  const err = vi.spyOn(process.stderr, 'write').mockImplementation(said => {
    heard(String(said))
    return true
  })
  const text = (spy: { mock: { calls: unknown[][] } }) => spy.mock.calls.map(call => String(call[0])).join('')
  try {
    await rulesBacktestCommand().parseAsync(args, { from: 'user' })
    return { out: text(out), err: text(err) }
  } finally {
    out.mockRestore()
    err.mockRestore()
  }
}

test('rules backtest: all rules, one class, one rule and a rule of a file; progress beside the answer', async () => {
  vi.stubEnv('DATA_DIR', await dataDir())
  onTestFinished(() => void vi.unstubAllEnvs())
  const all = await run('--since', '30d')
  expect(all.out).toMatch(/^\d{3} rules on 1 pieces of equipment, .*: 110 readings in [\d.]+ s\n/)
  expect(all.out).toMatch(
    /\n {2}ELV-MOTOR-HOT +1 firings, 0\.03 a day; tickets: 0 met, 0 missed, 1 firings without one/,
  )
  expect(all.err).toMatch(/\r100 % {2}110 readings, 1 firings /)
  expect(all.out).not.toContain('%')

  const json = JSON.parse((await run('--json', '--code', 'ELV-MOTOR-HOT')).out)
  expect(json).toMatchObject({ code: 'ELV-MOTOR-HOT', firings: 1, listed: [{ equipment: 'lift-1', tickets: [] }] })
  const ofClass = JSON.parse((await run('--json', '--class', 'elevator')).out)
  expect(ofClass.rules.find((each: { code: string }) => each.code === 'ELV-MOTOR-HOT').listed).toEqual(json.listed)

  const file = join(await tempDir(), 'warm.json')
  const warm = { type: 'threshold', metric: 'motorTemperature', op: '>', value: 70, forS: 60 }
  const clear = { ...warm, op: '<', value: 65 }
  await writeFile(file, JSON.stringify({ code: 'WARM', class: 'elevator', name: 'Warm', condition: warm, clear }))
  expect(JSON.parse((await run('--json', '--rule', file)).out)).toMatchObject({ code: 'WARM', firings: 1 })
  await expect(run('--rule', file, '--code', 'X')).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  await expect(run('--class', 'ufo')).rejects.toMatchObject({ code: 'UNKNOWN_CLASS' })
})

test('rules backtest: while a service runs it says how to ask it, and then the service does the work', async () => {
  const dir = await tempDir()
  vi.stubEnv('DATA_DIR', dir)
  onTestFinished(() => void vi.unstubAllEnvs())
  const lock = lockDataDir(dir)
  onTestFinished(() => lock.close())
  await expect(run('--since', '1d')).rejects.toMatchObject({ message: expect.stringContaining('--url') })

  const { admin, listen } = await startTestDashboard()
  const { token } = (await admin('POST /api/tokens', { name: 'cli' })).body
  const asked = ['--url', await listen(), '--token', token]
  expect(JSON.parse((await run('--json', '--class', 'elevator', ...asked)).out).rules).toHaveLength(17)
  await expect(run('--class', 'ufo', ...asked)).rejects.toMatchObject({
    message: expect.stringContaining('UNKNOWN_CLASS'),
  })
})

test('rules backtest: its JSON is what the API answers, its progress only grows, and an interruption ends it cleanly', async () => {
  vi.stubEnv('DATA_DIR', await dataDir())
  onTestFinished(() => void vi.unstubAllEnvs())
  const one = await run('--json', '--code', 'ELV-MOTOR-HOT')
  expect(Value.Errors(BacktestView, JSON.parse(one.out))).toEqual([])
  const all = await run('--json', '--class', 'elevator')
  expect(Value.Errors(BacktestOverviewView, JSON.parse(all.out))).toEqual([])
  const shares = [...all.err.matchAll(/\r(\d+) %/g)].map(([, share]) => Number(share))
  expect(shares.at(-1)).toBe(100)
  expect(shares).toEqual(shares.toSorted((a, b) => a - b))

  const listening = process.listenerCount('SIGINT')
  const interrupt = () => {
    for (const listener of process.listeners('SIGINT').slice(listening)) listener('SIGINT')
  }
  await expect(runUntil(interrupt, '--class', 'elevator')).rejects.toMatchObject({ message: 'Interrupted' })
  expect(process.listenerCount('SIGINT')).toBe(listening)
  expect(JSON.parse((await run('--json', '--code', 'ELV-MOTOR-HOT')).out)).toMatchObject({ firings: 1 })
})
