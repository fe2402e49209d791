import { describe, expect, it, onTestFinished } from 'vitest'
import type { TelemetryStore } from '#domain/telemetryStore.ts'
import { openTelemetryStore } from '../../ingest/stores/openStore.ts'
import { hour, reading } from '../contracts/telemetryStore.ts'
import { type SmallDisk, smallDisk } from '../helpers/smallDisk.ts'

const ROWS = 3000
const batch = (n: number) =>
  Array.from({ length: ROWS }, (_, i) =>
    reading({ pressure: Math.random(), flow: Math.random() }, { ts: n * ROWS + i }),
  )

const probe = smallDisk('1m')
probe?.remove()

function diskOf(size: string): SmallDisk {
  const disk = smallDisk(size)
  if (disk === undefined) throw new Error('cannot mount')
  onTestFinished(disk.remove)
  return disk
}

const count = async (store: TelemetryStore): Promise<number> =>
  (await store.range({ ...hour('pressure', { from: 0, to: 1e12 }), limit: 1e7 })).length

/** Appends until the disk is full and has refused three times; returns the number of batches that were stored. */
async function fill(store: TelemetryStore): Promise<number> {
  let stored = 0
  for (let refused = 0; refused < 3; ) {
    try {
      await store.append(batch(stored))
      stored++
    } catch (error) {
      expect(error).toMatchObject({ code: 'STORE_UNAVAILABLE', failure: 'retryable' })
      refused++
    }
  }
  return stored
}

// 6 MB fills while the log is written; 17 MB while DuckDB moves its full log (16 MB) into the table, after which it
// refuses everything until it is opened anew.
describe.skipIf(probe === undefined && !process.env.CI)('the embedded store on a full disk', () => {
  it.each(['6m', '17m'])(
    'of %s loses nothing that was stored, still answers, and goes on when there is room',
    async size => {
      const disk = diskOf(size)
      const store = await openTelemetryStore({ dataDir: disk.dir })
      const stored = await fill(store)
      expect(stored).toBeGreaterThan(10)
      expect(await count(store)).toBe(stored * ROWS)

      disk.resize('200m')
      await store.append(batch(stored))
      expect(await count(store)).toBe((stored + 1) * ROWS)
      await store.close()

      const again = await openTelemetryStore({ dataDir: disk.dir })
      expect(await count(again)).toBe((stored + 1) * ROWS)
      await again.close()
    },
  )
})
