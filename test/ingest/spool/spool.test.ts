import { fork } from 'node:child_process'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { silentLog } from '#domain/log.ts'
import type { SpoolItem } from '#domain/spool.ts'
import { openSpool, type SpoolNeeds } from '../../../ingest/spool/spool.ts'
import { tempDir } from '../../helpers/tempDir.ts'

const NOW = 1_795_420_815_123
const item = (n: number): SpoolItem => ({
  kind: 'state',
  site: 's1',
  gateway: 'gw1',
  receivedAt: n,
  state: { online: true, session: String(n) },
})
const entry = (...numbers: number[]) => ({ items: numbers.map(n => JSON.stringify(item(n))), rejections: [] })
const refused = (detail: string) => ({
  items: [],
  rejections: [
    { receivedAt: NOW, topic: 't', gateway: 'gw1', reason: 'JSON_INVALID' as const, detail, payload: '\u0000{' },
  ],
})
const numbers = (records: { item: SpoolItem }[]) =>
  records.map(r => (r.item.kind === 'state' ? r.item.receivedAt : NaN))

const open = (file: string, needs: Partial<SpoolNeeds> = {}) => {
  const spool = openSpool({ file, readers: ['store', 'rules'], now: () => NOW, log: silentLog, ...needs })
  let closed = false
  const close = () => {
    if (!closed) spool.close()
    closed = true
  }
  onTestFinished(close)
  return { ...spool, close }
}
const newFile = async () => join(await tempDir(), 'spool.db')

describe('the spool', () => {
  test('gives each reader everything, in order, at its own pace', async () => {
    const spool = open(await newFile())
    await spool.append(entry(1, 2))
    await spool.append(entry(3))
    const [store, rules] = [spool.reader('store'), spool.reader('rules')]
    expect(numbers(store.read(0, 10))).toEqual([1, 2, 3])
    expect(numbers(rules.read(0, 2))).toEqual([1, 2])
    rules.commit(2)
    expect(rules.position()).toBe(2)
    expect(store.position()).toBe(0)
    expect(numbers(rules.read(rules.position(), 10))).toEqual([3])
  })

  test('is copied as of one moment while it is written: all that was acknowledged, and where the readers stand', async () => {
    const file = await newFile()
    const copy = await newFile()
    const spool = open(file)
    for (let n = 1; n <= 4000; n += 100) await spool.append(entry(...Array.from({ length: 100 }, (_, i) => n + i)))
    spool.reader('rules').commit(10, [['equipment:lift-1', '{"a":1}']])
    const going = { on: true }
    const writing = (async () => {
      for (let n = 4001; going.on; n++) await spool.append(entry(n))
    })()
    await spool.copyTo(copy, new AbortController().signal)
    going.on = false
    await writing
    const copied = open(copy)
    const found = numbers(copied.reader('store').read(0, 100_000))
    expect(found.length).toBeGreaterThanOrEqual(4000)
    expect(found).toEqual(found.map((_, i) => i + 1))
    expect(copied.reader('rules').position()).toBe(10)
    expect([...copied.reader('rules').state()]).toEqual([['equipment:lift-1', '{"a":1}']])
    await expect(spool.copyTo(await newFile(), AbortSignal.abort())).rejects.toThrow()
    await spool.append(entry(9999))
  })

  test('keeps records, cursors and the state of readers over a restart', async () => {
    const file = await newFile()
    const first = open(file)
    await first.append(entry(1, 2, 3))
    first.reader('rules').commit(2, [['equipment:lift-1', '{"a":1}']])
    first.reader('rules').commit(2, [['equipment:lift-1', '{"a":2}']])
    first.close()
    const rules = open(file).reader('rules')
    expect(rules.position()).toBe(2)
    expect(numbers(rules.read(2, 10))).toEqual([3])
    expect([...rules.state()]).toEqual([['equipment:lift-1', '{"a":2}']])
  })

  test('a cursor never goes back', async () => {
    const spool = open(await newFile())
    await spool.append(entry(1, 2, 3))
    const reader = spool.reader('store')
    reader.commit(3)
    reader.commit(1)
    expect(reader.position()).toBe(3)
  })

  test('deletes what every reader has passed, and never uses a position twice', async () => {
    const file = await newFile()
    const spool = open(file, { limits: { trim: { slice: 2, everyMs: 1 } } })
    await spool.append(entry(1, 2, 3, 4, 5))
    spool.reader('store').commit(5)
    expect(spool.stats().records).toBe(5)
    spool.reader('rules').commit(4)
    await expect.poll(() => spool.stats().records).toBe(1)
    spool.reader('rules').commit(5)
    await expect.poll(() => spool.stats().records).toBe(0)
    spool.close()
    const again = open(file)
    await again.append(entry(6))
    expect(again.reader('rules').read(5, 10)).toEqual([{ position: 6, item: item(6) }])
  })

  test('a known reader that has not come yet loses nothing', async () => {
    const file = await newFile()
    const spool = open(file, { limits: { trim: { slice: 100, everyMs: 1 } } })
    await spool.append(entry(1, 2))
    vi.useFakeTimers({ toFake: ['setTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
    spool.reader('store').commit(2)
    vi.advanceTimersByTime(1_000)
    expect(numbers(spool.reader('rules').read(0, 10))).toEqual([1, 2])
  })

  test('wait resolves at the next record, and when it is aborted', async () => {
    const spool = open(await newFile())
    const reader = spool.reader('store')
    const stop = new AbortController()
    const woken = reader.wait(0, stop.signal)
    await spool.append(entry(1))
    await woken
    await reader.wait(0, stop.signal)
    const aborted = reader.wait(1, stop.signal)
    stop.abort()
    await aborted
  })

  test('keeps the newest refused messages, newest first, page by page', async () => {
    const spool = open(await newFile(), { limits: { rejections: 5 } })
    for (let i = 1; i <= 8; i++) await spool.append(refused(`number ${i}`))
    const first = spool.rejected({ limit: 3 })
    expect(first.map(r => r.detail)).toEqual(['number 8', 'number 7', 'number 6'])
    expect(first[0]).toEqual({
      id: 8,
      receivedAt: NOW,
      topic: 't',
      gateway: 'gw1',
      reason: 'JSON_INVALID',
      detail: 'number 8',
      payload: '\u0000{',
    })
    expect(spool.rejected({ before: 6, limit: 10 }).map(r => r.detail)).toEqual(['number 5', 'number 4'])
  })

  test('a damaged record is put aside with its reason, and the queue goes on', async () => {
    const file = await newFile()
    const first = open(file)
    await first.append(entry(1, 2, 3))
    first.close()
    const sqlite = new DatabaseSync(file)
    sqlite.exec(`update record set item = replace(item, '"receivedAt":2', '"receivedAt":7') where position = 2`)
    sqlite.close()
    const spool = open(file)
    expect(numbers(spool.reader('store').read(0, 10))).toEqual([1, 3])
    expect(numbers(spool.reader('rules').read(0, 10))).toEqual([1, 3])
    expect(spool.rejected({ limit: 10 })).toMatchObject([
      { reason: 'RECORD_DAMAGED', payload: expect.stringContaining('"receivedAt":7') },
    ])
  })

  test('when the last records are damaged a reader waits for new ones', async () => {
    const file = await newFile()
    const first = open(file)
    await first.append(entry(1, 2))
    first.close()
    const sqlite = new DatabaseSync(file)
    sqlite.exec('update record set crc = crc + 1')
    sqlite.close()
    const spool = open(file)
    const reader = spool.reader('store')
    expect(reader.read(0, 10)).toEqual([])
    let woken = false
    const waiting = reader.wait(0, new AbortController().signal).then(() => {
      woken = true
    })
    await new Promise(setImmediate)
    expect(woken).toBe(false)
    await spool.append(entry(3))
    await waiting
    expect(numbers(reader.read(0, 10))).toEqual([3])
  })

  test('a second service on the same file is refused, in this process and in another', async () => {
    const file = await newFile()
    const spool = open(file)
    expect(() => open(file)).toThrow(expect.objectContaining({ code: 'DATA_DIR_IN_USE' }))
    const child = fork(new URL('../../helpers/spoolProcess.ts', import.meta.url), [file], { execArgv: [] })
    const outcome = await new Promise(resolve => child.once('message', resolve))
    child.kill('SIGKILL')
    expect(outcome).toEqual({ error: 'DATA_DIR_IN_USE' })
    spool.close()
    open(file)
  })
})

describe('durability', () => {
  test.each([1, 2, 3])('SIGKILL under load, round %i: every message that was acknowledged is there, once', async () => {
    const file = await newFile()
    const child = fork(new URL('../../helpers/spoolProcess.ts', import.meta.url), [file], { execArgv: [] })
    const acknowledged: number[] = []
    const enough = 200 + Math.floor(Math.random() * 1_000)
    const gone = new Promise(resolve => child.once('exit', resolve))
    child.on('message', (message: { acknowledged: number[] }) => {
      acknowledged.push(...message.acknowledged)
      if (acknowledged.length > enough) child.kill('SIGKILL')
    })
    await gone
    const there = numbers(open(file).reader('store').read(0, 1_000_000))
    expect(acknowledged.length).toBeGreaterThan(enough)
    expect(new Set(there).size).toBe(there.length)
    expect(there).toEqual([...there].sort((a, b) => a - b))
    expect(acknowledged.filter(n => !there.includes(n))).toEqual([])
  })
})
