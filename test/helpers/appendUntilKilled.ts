import type { Reading } from '#domain/telemetry.ts'
import { openTelemetryStore } from '../../ingest/stores/openStore.ts'

// A child process of the tests: appends batches to the embedded store of the folder named and prints each batch's number
// once it is stored, until somebody kills it.

const ROWS = 300
const [dataDir = '', first = '0'] = process.argv.slice(2)
const store = await openTelemetryStore({ dataDir })

const batchOf = (batch: number): Reading[] =>
  Array.from({ length: ROWS }, (_, row) => ({
    site: 's1',
    gateway: 'g1',
    equipment: `e-${row % 10}`,
    class: 'fire-pump',
    ts: batch * ROWS + row,
    receivedAt: 0,
    backfill: false,
    metrics: { pressure: batch },
  }))

for (let batch = Number(first); ; batch++) {
  await store.append(batchOf(batch))
  process.stdout.write(`${batch}\n`)
}
