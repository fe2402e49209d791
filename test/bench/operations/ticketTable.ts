import { tmpdir } from 'node:os'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Database } from '#database/database.ts'
import { loadCatalogue } from '#domain/catalogue.ts'
import { csvLine } from '#domain/csv.ts'
import { catalogueNames } from '#domain/explain/catalogueNames.ts'
import { ticketTable } from '#domain/explain/ticketTable.ts'
import type { Maintenance } from '#maintenance'
import { startOwnMaintenance } from '../../helpers/ownMaintenance.ts'
import { onBothDatabases } from './databases.ts'
import { writePastTickets } from './pastTickets.ts'

const DAY = 86_400_000
const YEARS = 5
const MEGABYTE = 2 ** 20

const same = (id: string) => id

const table = ticketTable('zh', {
  ...catalogueNames(loadCatalogue(), 'zh'),
  siteName: same,
  equipmentName: same,
  technicianName: same,
  zone: () => 'Asia/Shanghai',
})

async function write({ tickets }: Maintenance, query: Parameters<Maintenance['tickets']['lines']>[0]) {
  const held = monitorEventLoopDelay({ resolution: 1 })
  held.enable()
  const [began, before] = [performance.now(), process.memoryUsage().rss]
  const written = { rows: 0, bytes: 0, most: before }
  for await (const lines of tickets.lines(query)) {
    written.rows += lines.length
    written.bytes += Buffer.byteLength(lines.map(line => csvLine(table.row(line))).join(''))
    written.most = Math.max(written.most, process.memoryUsage().rss)
  }
  held.disable()
  return {
    rows: written.rows,
    seconds: Number(((performance.now() - began) / 1000).toFixed(1)),
    fileMb: Number((written.bytes / MEGABYTE).toFixed(1)),
    moreMemoryMb: Math.round((written.most - before) / MEGABYTE),
    heldMs: Math.round(held.max / 1_000_000),
  }
}

async function measure(database: Database, count: number) {
  const now = Date.now()
  const start = () => startOwnMaintenance(database, { dataDir: tmpdir(), sweepMs: 3_600_000 })
  await (await start()).stop()
  await writePastTickets(database, count, now, Math.floor((YEARS * 365 * DAY) / count))
  const maintenance = await start()
  await maintenance.fillFigures()
  const period = { from: now - YEARS * 365 * DAY, to: now }
  try {
    return {
      all: await write(maintenance, {}),
      'behind a figure': await write(maintenance, { when: 'repaired', is: 'firstTime', ...period }),
      'of a technician': await write(maintenance, { technician: 'tech7' }),
      'by a text': await write(maintenance, { text: 'TRIP' }),
    }
  } finally {
    await maintenance.stop()
  }
}

/** The table of so many tickets as comma-separated values. */
export const ticketTables = (count: number) => onBothDatabases(database => measure(database, count))

export function showTicketTables(measured: Awaited<ReturnType<typeof ticketTables>>): void {
  for (const [database, figures] of Object.entries(measured)) {
    console.log(database)
    console.table(figures)
  }
}
