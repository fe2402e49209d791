import { expect, test } from 'vitest'
import { testDatabase } from '../helpers/database.ts'
import { ADMIN, startTestMaintenance } from '../helpers/maintenance.ts'
import { describeOnBoth, inOwnProcess, type Place } from './inOwnProcess.ts'
import { untilSettled } from './untilSettled.ts'

const PART = 'ELV-BRG-01'
const PIECES = 10

/** Runs 100 requests at once in a process of their own. @returns what ended it: a signal, or null once all are committed */
const request = (at: Place, { killAfter = '', variant = '' } = {}) =>
  inOwnProcess('stockProcess.ts', at, [PART, variant, killAfter])

async function prepare({ dataDir, url }: Place): Promise<void> {
  const database = await testDatabase(url, dataDir)
  const maintenance = await startTestMaintenance(database)
  await maintenance.parts.change(PART, { onHand: PIECES }, ADMIN)
  await maintenance.stop()
  await database.close()
}

/** What the database says afterwards. */
async function verdict({ dataDir, url }: Place) {
  const database = await testDatabase(url, dataDir)
  await untilSettled(database)
  const maintenance = await startTestMaintenance(database)
  const held = (await database.db.selectFrom('reservation').selectAll().where('status', '=', 'reserved').execute())
    .length
  const requests = (await database.db.selectFrom('ticket').select('id').execute()).length
  const asked = (await database.db.selectFrom('reservation').select('ticket').execute()).length
  const found = { held, requests, asked, differences: await maintenance.parts.audit() }
  await maintenance.stop()
  await database.close()
  return found
}

function oversoldTests(place: () => Promise<Place>): void {
  test('F21: 100 requests at once for 10 parts, killed in the middle, then 100 more: exactly 10 are held', async () => {
    const at = await place()
    await prepare(at)
    expect(await request(at, { killAfter: '20' })).toBe('SIGKILL')
    const after = await verdict(at)
    expect(after.differences).toEqual([])
    expect(after.requests, 'the kill came in the middle').toBeLessThan(100)
    expect(after.requests).toBeGreaterThan(0)
    expect(after.asked, 'no ticket without its reservation').toBe(after.requests)
    expect(await request(at)).toBeNull()
    const end = await verdict(at)
    expect(end).toMatchObject({ held: PIECES, requests: after.requests + 100, differences: [] })
  })

  test('F21: reading first and writing afterwards is found out', async () => {
    const at = await place()
    await prepare(at)
    await request(at, { variant: 'read-then-write' })
    const { held, differences } = await verdict(at)
    expect(held).toBeGreaterThan(PIECES)
    expect(differences.map(one => one.what)).toContain('held')
  })
}

describeOnBoth('parts are never oversold', oversoldTests)
