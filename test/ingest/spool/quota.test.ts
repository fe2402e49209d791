import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { silentLog } from '#domain/log.ts'
import { createAlarms } from '../../../ingest/alarms.ts'
import { openSpool, type SpoolNeeds } from '../../../ingest/spool/spool.ts'
import { tempDir } from '../../helpers/tempDir.ts'

const KIB = 1_024
const payload = (n: number) => JSON.stringify({ kind: 'state', n, filler: 'x'.repeat(2 * KIB) })
const telemetry = (n: number) => ({ items: [payload(n)], rejections: [] })
const event = (n: number) => ({ ...telemetry(n), urgency: 'event' as const })
const own = (n: number) => ({ ...telemetry(n), urgency: 'own' as const })

async function open(needs: Partial<SpoolNeeds> = {}) {
  const alarms = createAlarms(() => 0)
  const limits = {
    quotaBytes: 512 * KIB,
    trim: { slice: 10_000, everyMs: 1, betweenMs: 1 },
    room: { everyMs: 1, atOnce: 10 },
    windowMs: 0,
    ...needs.limits,
  }
  const file = join(await tempDir(), 'spool.db')
  const spool = openSpool({ file, readers: ['store'], now: () => 0, log: silentLog, alarms, ...needs, limits })
  onTestFinished(spool.close)
  const codes = () => alarms.list().map(alarm => alarm.code)
  return { spool, codes }
}
type Opened = Awaited<ReturnType<typeof open>>

/** Appends until something waits for room; what waits is given back. */
async function fill({ spool }: Opened, entry: typeof telemetry): Promise<Promise<void>[]> {
  for (let n = 0; n < 1_000; n++) {
    const appended = spool.append(entry(n))
    if (spool.stats().held > 0) return [appended]
    await appended
  }
  return []
}

describe('a spool that fills up', () => {
  test('telemetry waits at 80 %, is not refused, and goes on when a reader made room', async () => {
    const opened = await open()
    const [waiting] = await fill(opened, telemetry)
    const { spool, codes } = opened
    expect(spool.stats()).toMatchObject({ held: 1, limitBytes: 512 * KIB })
    expect(spool.stats().fill).toBeGreaterThanOrEqual(0.8)
    expect(spool.stats().fill).toBeLessThan(0.9)
    expect(codes()).toEqual(['SPOOL_HOLDING'])
    expect(spool.saturated()).toBe(false)
    spool.reader('store').commit(spool.stats().newest)
    await waiting
    await expect.poll(codes).toEqual([])
    expect(spool.stats().held).toBe(0)
  })

  test('events go past waiting telemetry into their reserve; near full the door is shut', async () => {
    const opened = await open()
    const [waiting] = await fill(opened, telemetry)
    const { spool, codes } = opened
    await spool.append(event(1))
    while (!spool.saturated()) await spool.append(event(2))
    expect(codes()).toEqual(['SPOOL_HOLDING', 'SPOOL_NEARLY_FULL'])
    expect(spool.stats().held).toBe(1)
    spool.reader('store').commit(spool.stats().newest)
    await waiting
    expect(spool.saturated()).toBe(false)
  })

  test('what frees the spool is written even when it is full', async () => {
    const { spool } = await open()
    while (spool.stats().fill < 1) await spool.append(event(1))
    void spool.append(event(2)).catch(() => undefined)
    await expect.poll(() => spool.stats().held).toBe(1)
    await spool.append(own(1))
  })

  test('waiting telemetry keeps its order', async () => {
    const opened = await open()
    const { spool } = opened
    const stuck = await fill(opened, telemetry)
    const from = spool.stats().newest
    const more = Array.from({ length: 50 }, (_, n) => spool.append(telemetry(2_000 + n)))
    expect(spool.stats().held).toBe(51)
    spool.reader('store').commit(from)
    await Promise.all([...stuck, ...more])
    const items = spool.reader('other').read(from + 1, 100) as { item: unknown }[]
    expect(items.map(({ item }) => (item as { n: number }).n)).toEqual(Array.from({ length: 50 }, (_, n) => 2_000 + n))
  })

  test('no more waits in memory than the limit; then new messages are refused, and the door is shut', async () => {
    const opened = await open({ limits: { waitingBytes: 5 * KIB } })
    const { spool } = opened
    const [first] = await fill(opened, telemetry)
    const second = spool.append(telemetry(1))
    await expect(spool.append(telemetry(2))).rejects.toMatchObject({ code: 'SPOOL_UNAVAILABLE' })
    spool.reader('store').commit(spool.stats().newest)
    await Promise.all([first, second])
  })

  test('a disk with little room is a smaller quota', async () => {
    let free = 100_000 * KIB
    const opened = await open({ limits: { quotaBytes: 100_000 * KIB }, freeBytes: () => free })
    for (let n = 0; n < 20; n++) await opened.spool.append(telemetry(n))
    expect(opened.codes()).toEqual([])
    free = 0
    await expect
      .poll(() => opened.spool.append(event(0)).then(opened.codes), { timeout: 5_000 })
      .toContain('SPOOL_HOLDING')
  })
})

test('what every reader has passed is deleted faster than it can arrive', async () => {
  const { spool } = await open({ limits: { quotaBytes: 1e9, trim: { slice: 2_000, everyMs: 1 } } })
  const many = Array.from({ length: 20_000 }, () => '{}')
  await spool.append({ items: many, rejections: [] })
  const begun = performance.now()
  spool.reader('store').commit(20_000)
  await expect.poll(() => spool.stats().records, { interval: 5 }).toBe(0)
  expect(20_000 / (performance.now() - begun)).toBeGreaterThan(20)
})
