import { access, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { testDatabase } from '../helpers/database.ts'
import { startTestMaintenance } from '../helpers/maintenance.ts'
import { describeOnBoth, inOwnProcess, type Place } from './inOwnProcess.ts'

/** Sends the report with its photo from a process of its own. @returns what ended it: a signal, or null once all is done */
const send = (at: Place, { parallel = 1, killAt = '', variant = '' } = {}) =>
  inOwnProcess('intakeProcess.ts', at, [String(parallel), killAt, variant])

/** An estate with a lift, as a service has it that is stopped. */
async function prepare({ dataDir, url }: Place): Promise<void> {
  const database = await testDatabase(url, dataDir)
  await (await startTestMaintenance(database, { dataDir })).stop()
  await database.close()
}

/** What is there once a service has started again: how much of it, and what is not whole. */
async function verdict({ dataDir, url }: Place) {
  const database = await testDatabase(url, dataDir)
  const maintenance = await startTestMaintenance(database, { dataDir })
  const { db } = database
  const reports = await db.selectFrom('report').selectAll().execute()
  const tickets = await db.selectFrom('ticket').selectAll().execute()
  const photos = await db.selectFrom('photo').selectAll().execute()
  const root = join(dataDir, 'photos')
  const files = (await readdir(root, { recursive: true }).catch(() => [])).filter(name => /\.\w+$/.test(name))
  const missing: string[] = []
  for (const { file } of photos) await access(join(root, file)).catch(() => missing.push(`no file ${file}`))
  const halves = [
    ...missing,
    ...files.filter(name => !photos.some(({ file }) => file === name)).map(name => `${name} is left for ever`),
    ...tickets.filter(({ id }) => !reports.some(r => r.ticket === id)).map(({ id }) => `${id} without its report`),
  ]
  await maintenance.stop()
  await database.close()
  return { reports: reports.length, tickets: tickets.length, photos: photos.length, halves }
}

const WHOLE = { reports: 1, tickets: 1, photos: 1, halves: [] }

function intakeTests(place: () => Promise<Place>): void {
  test.each([
    ['before its report is committed', 'before:1', { reports: 0, tickets: 0, photos: 0 }],
    ['once its report is committed', 'after:1', { reports: 1, tickets: 1, photos: 0 }],
    ['with the file of its photo kept, before the row is committed', 'before:2', { reports: 1, tickets: 1, photos: 0 }],
    ['once its photo is committed', 'after:2', { reports: 1, tickets: 1, photos: 1 }],
  ])('killed %s, there is nothing half; sent again with its key it is one', async (_when, killAt, left) => {
    const at = await place()
    await prepare(at)
    expect(await send(at, { killAt })).toBe('SIGKILL')
    expect(await verdict(at)).toEqual({ ...left, halves: [] })
    expect(await send(at)).toBeNull()
    expect(await verdict(at)).toEqual(WHOLE)
  })

  test('sent 20 times at once with one key, killed in the middle, and 20 times again: one report, one ticket, one photo', async () => {
    const at = await place()
    await prepare(at)
    expect(await send(at, { parallel: 20, killAt: 'before:9' })).toBe('SIGKILL')
    expect((await verdict(at)).halves).toEqual([])
    expect(await send(at, { parallel: 20 })).toBeNull()
    expect(await verdict(at)).toEqual(WHOLE)
  })

  test('reading first and writing afterwards is found out, and so is a row before its file', async () => {
    const at = await place()
    await prepare(at)
    await send(at, { parallel: 20, variant: 'read-then-write' })
    expect((await verdict(at)).reports).toBeGreaterThan(1)
    const other = await place()
    await prepare(other)
    await send(other, { variant: 'row-first' })
    expect((await verdict(other)).halves).toEqual(['no file aa/aa.jpg'])
  })
}

describeOnBoth('a report with a photo', intakeTests)
