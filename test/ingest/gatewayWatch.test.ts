import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { silentLog } from '#domain/log.ts'
import type { SpoolItem } from '#domain/spool.ts'
import { type GatewaySeen, startGatewayWatch } from '../../ingest/gatewayWatch.ts'
import { openSpool } from '../../ingest/spool/spool.ts'
import { tempDir } from '../helpers/tempDir.ts'

const from = { site: 's1', gateway: 'gw1' }
const state = (receivedAt: number, online: boolean, session: string): SpoolItem => ({
  kind: 'state',
  ...from,
  receivedAt,
  state: { online, session },
})
const birth = (receivedAt: number, session: string): SpoolItem => ({
  kind: 'birth',
  ...from,
  receivedAt,
  birth: { session, equipment: [] },
})

test('says who is online; the Will of an earlier session says nothing, also after a restart', async () => {
  const file = join(await tempDir(), 'spool.db')
  const seen: GatewaySeen[] = []
  const start = () => {
    const spool = openSpool({ file, readers: ['gateways'], now: () => 0, log: silentLog })
    const reader = spool.reader('gateways')
    const watch = startGatewayWatch({ reader, noteGateway: async (_, s) => void seen.push(s), log: silentLog })
    const put = (...items: SpoolItem[]) => spool.append({ items: items.map(i => JSON.stringify(i)), rejections: [] })
    let open = true
    const stop = async () => {
      if (!open) return
      open = false
      await watch.stop()
      spool.close()
    }
    onTestFinished(stop)
    return { put, stop, reader }
  }

  const first = start()
  await first.put(state(1, true, 'a'), birth(2, 'b'), state(3, false, 'a'))
  await expect.poll(() => first.reader.position()).toBe(3)
  expect(seen).toEqual([
    { online: true, session: 'a', at: 1 },
    { online: true, session: 'b', at: 2 },
  ])
  await first.stop()

  const second = start()
  await second.put(state(4, false, 'a'), state(5, false, 'b'))
  await expect.poll(() => second.reader.position()).toBe(5)
  expect(seen.slice(2)).toEqual([{ online: false, session: 'b', at: 5 }])
})

test('what could not be noted is noted later', async () => {
  const spool = openSpool({
    file: join(await tempDir(), 'spool.db'),
    readers: ['gateways'],
    now: () => 0,
    log: silentLog,
  })
  let away = true
  const seen: string[] = []
  const watch = startGatewayWatch({
    reader: spool.reader('gateways'),
    noteGateway: async gateway => {
      if (away) {
        away = false
        throw new Error('the database is away')
      }
      seen.push(gateway)
    },
    log: silentLog,
  })
  onTestFinished(async () => {
    await watch.stop()
    spool.close()
  })
  await spool.append({ items: [JSON.stringify(state(1, true, 'a'))], rejections: [] })
  await expect.poll(() => seen, { timeout: 5_000 }).toEqual(['gw1'])
})
