import { closeSync, openSync, readdirSync, readSync, statSync, truncateSync, writeFileSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { silentLog } from '#domain/log.ts'
import { createAlarms } from '../../../ingest/alarms.ts'
import { openSpool } from '../../../ingest/spool/spool.ts'
import { tempDir } from '../../helpers/tempDir.ts'

const RECORDS = 4_000
const PAGE = 4_096
const text = (n: number, filler = 150) => JSON.stringify({ kind: 'state', receivedAt: n, filler: 'x'.repeat(filler) })

function open(file: string) {
  const alarms = createAlarms(() => 0)
  const spool = openSpool({ file, readers: ['store', 'rules'], now: () => 1_795_420_815_123, log: silentLog, alarms })
  let closed = false
  const close = () => {
    if (!closed) spool.close()
    closed = true
  }
  onTestFinished(close)
  const numbers = (): number[] =>
    spool
      .reader('store')
      .read(0, 2 * RECORDS)
      .map(({ item }) => (item as { receivedAt: number }).receivedAt)
  return { ...spool, close, numbers, codes: () => alarms.list().map(({ code }) => code) }
}

/** A spool that was closed with many records, the rules half-way. */
async function filled(): Promise<string> {
  const file = join(await tempDir(), 'spool.db')
  const spool = open(file)
  await spool.append({ items: Array.from({ length: RECORDS }, (_, n) => text(n + 1)), rejections: [] })
  spool.reader('rules').commit(RECORDS / 2, [['a', '1']])
  spool.close()
  return file
}

/** Flips every bit of some bytes. */
function flip(file: string, at: number, length: number): void {
  const handle = openSync(file, 'r+')
  const bytes = Buffer.alloc(length)
  readSync(handle, bytes, 0, length, at)
  writeSync(
    handle,
    bytes.map(byte => byte ^ 0xff),
    0,
    length,
    at,
  )
  closeSync(handle)
}

const asideOf = (file: string) => readdirSync(dirname(file)).filter(name => name.includes('.damaged-'))

test('a page that is destroyed takes only its own records with it, and the start goes on', async () => {
  const file = await filled()
  flip(file, 100 * PAGE, 200)
  const spool = open(file)
  const left = spool.numbers()
  expect(left.length).toBeGreaterThan(RECORDS - 60)
  expect(left.length).toBeLessThan(RECORDS)
  expect(left).toEqual([...left].sort((a, b) => a - b))
  expect(spool.reader('rules').position()).toBe(RECORDS / 2)
  expect([...spool.reader('rules').state()]).toEqual([['a', '1']])
  expect(spool.codes()).toContain('SPOOL_FILE_DAMAGED')
  expect(asideOf(file)).toEqual(['spool.db.damaged-1795420815123'])
  await spool.append({ items: [text(RECORDS + 1)], rejections: [] })
  expect(spool.reader('store').read(RECORDS, 10)).toMatchObject([{ position: RECORDS + 1 }])
  spool.close()
  expect(open(file).codes()).toEqual([])
})

test('a file that lost its end keeps what is before it', async () => {
  const file = await filled()
  truncateSync(file, Math.floor(statSync(file).size / 2 / PAGE) * PAGE)
  const spool = open(file)
  const left = spool.numbers()
  expect(left.length).toBeGreaterThan(RECORDS / 4)
  expect(left.every((n, i) => i === 0 || n > (left[i - 1] as number))).toBe(true)
  await spool.append({ items: [text(9_999)], rejections: [] })
  expect(spool.numbers().at(-1)).toBe(9_999)
})

test('a file that is no database is set aside, and a new one begins', async () => {
  const file = join(await tempDir(), 'spool.db')
  writeFileSync(file, 'this is not a spool, '.repeat(1_000))
  const spool = open(file)
  await spool.append({ items: [text(1)], rejections: [] })
  expect(spool.numbers()).toEqual([1])
  expect(spool.codes()).toEqual(['SPOOL_FILE_DAMAGED'])
  expect(asideOf(file)).toHaveLength(1)
})

test('wherever some bytes are flipped, the service starts and takes messages', { timeout: 60_000 }, async () => {
  for (let round = 0; round < 12; round++) {
    const file = await filled()
    flip(file, Math.floor((statSync(file).size / 12) * round), 16)
    const spool = open(file)
    await spool.append({ items: [text(9_999)], rejections: [] })
    const left = spool.numbers()
    expect(left.at(-1)).toBe(9_999)
    if (round > 0) expect(left.length).toBeGreaterThan(RECORDS - 200)
    spool.close()
  }
})

/** Destroys leaf pages of the records, in the file and in its log, while somebody has it open. */
function destroyPages(file: string, first: number, last: number): void {
  for (let page = first; page <= last; page++) flip(file, page * PAGE, 64)
  const wal = `${file}-wal`
  const frame = PAGE + 24
  const handle = openSync(wal, 'r')
  const header = Buffer.alloc(24)
  const frames = Math.floor((statSync(wal).size - 32) / frame)
  const hit: number[] = []
  for (let n = 0; n < frames; n++) {
    readSync(handle, header, 0, 24, 32 + n * frame)
    const page = header.readUInt32BE(0) - 1
    if (page >= first && page <= last) hit.push(32 + n * frame + 24)
  }
  closeSync(handle)
  for (const at of hit) flip(wal, at, 64)
}

/** Twice as much as SQLite keeps of a file in memory. */
const MANY = 4_000
const manyTexts = () => Array.from({ length: MANY }, (_, n) => text(n + 1, 1_000))

test('damage that shows while the spool is open is mended at once: readers and messages go on', async () => {
  const file = join(await tempDir(), 'spool.db')
  const spool = open(file)
  await spool.append({ items: manyTexts(), rejections: [] })
  spool.reader('rules').commit(1_000, [['a', '1']])
  destroyPages(file, 300, 304)
  const read: number[] = []
  for (let at = 0; ; ) {
    const found = spool.reader('store').read(at, 500)
    if (found.length === 0) break
    read.push(...found.map(({ position }) => position))
    at = read.at(-1) as number
  }
  expect(read.length).toBeGreaterThan(MANY - 200)
  expect(read.length).toBeLessThan(MANY)
  expect(read.at(-1)).toBe(MANY)
  expect(spool.codes()).toContain('SPOOL_FILE_DAMAGED')
  expect(asideOf(file).length).toBeGreaterThan(0)
  await spool.append({ items: [text(1)], rejections: [] })
  spool.reader('store').commit(MANY + 1)
  expect(spool.reader('rules').position()).toBe(1_000)
  spool.close()
  const again = open(file)
  expect(again.codes()).toEqual([])
  expect(again.reader('store').position()).toBe(MANY + 1)
  expect([...again.reader('rules').state()]).toEqual([['a', '1']])
})

test('while there is no room for a new file the damaged one stays, and messages wait', async () => {
  const file = join(await tempDir(), 'spool.db')
  let free = 0
  const common = { file, readers: ['store'], now: () => 1, log: silentLog, freeBytes: () => free }
  const spool = openSpool({ ...common, alarms: createAlarms(() => 0) })
  onTestFinished(() => spool.close())
  free = 1e9
  await spool.append({ items: manyTexts(), rejections: [] })
  destroyPages(file, 300, 304)
  free = 0
  const read = () => {
    for (let at = 0; at < MANY; at += 500) spool.reader('store').read(at, 500)
  }
  expect(read).toThrow(/malformed/)
  expect(asideOf(file)).toEqual([])
  free = 1e9
  read()
  expect(asideOf(file)).toHaveLength(1)
})
