import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openDatabase } from '#database/database.ts'
import { startTestMaintenance, transition } from '../helpers/maintenance.ts'
import { tempDir } from '../helpers/tempDir.ts'
import { caretakerWith } from './cli.ts'

const OCTOBER = Date.parse('2026-10-05T08:00:00+08:00')

test('the report of a month is printed or written to a file, beside a running service', async () => {
  const DATA_DIR = await tempDir()
  const database = await openDatabase({ dataDir: DATA_DIR })
  const maintenance = await startTestMaintenance(database)
  for (const [i, lift] of ['lift-1', 'lift-2'].entries()) {
    maintenance.clock.set(OCTOBER + i)
    await maintenance.handle([transition(`f-${i}`, lift, 'ELV-OVERTRAVEL', OCTOBER + i)])
  }
  const report = (...args: string[]) => caretakerWith({ DATA_DIR }, 'report', ...args)
  const asked = ['--period', 'month', '--of', '2026-10']
  const printed = await report(...asked, '--lang', 'en')
  expect(printed).toMatchObject({ code: 0, err: '' })
  expect(printed.out).toContain('# Service report for 2026-10 · All sites')
  expect(printed.out).toContain('| Failures | 2 | 0 | – |')
  const out = join(DATA_DIR, 'report.json')
  expect((await report(...asked, '--site', 's1', '--format', 'json', '--out', out)).code).toBe(0)
  const query = { from: Date.parse('2026-10-01T00:00+08:00'), to: Date.parse('2026-11-01T00:00+08:00'), site: 's1' }
  const { failures } = await maintenance.analytics.reliability(query)
  const written = JSON.parse(await readFile(out, 'utf8'))
  expect(written).toMatchObject({ site: 's1', of: '2026-10', from: '2026-09-30T16:00:00.000Z' })
  expect(written.figures.reliability.failures.count).toBe(failures.count)
  await database.close()
}, 60_000)

test('what cannot be reported is told by its code', async () => {
  const DATA_DIR = await tempDir()
  const report = (...args: string[]) => caretakerWith({ DATA_DIR }, 'report', ...args)
  const shape = await report('--of', '2026-13')
  const [site, future, format] = await Promise.all([
    report('--of', '2026-10', '--site', 'nowhere'),
    report('--period', 'year', '--of', '2999'),
    report('--format', 'pdf'),
  ])
  expect(shape).toMatchObject({ code: 1, err: 'BAD_REQUEST: "2026-13" is no month such as 2026-10\n' })
  expect(site).toMatchObject({ code: 1, err: expect.stringMatching(/^UNKNOWN_SITE: /) })
  expect(future).toMatchObject({ code: 1, err: 'BAD_REQUEST: 2999 has not begun\n' })
  expect(format).toMatchObject({ code: 1, err: expect.stringContaining('html, md, csv, json') })
}, 60_000)
