import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import type { Database } from '#database/database.ts'
import { SHIPPED_INTAKE } from '#domain/shippedPolicies.ts'
import { ADMIN, MONDAY, moveThrough } from '../../helpers/maintenance.ts'
import { startWith } from './start.ts'

const DAY = 86_400_000
const STUCK = { equipment: 'lift-1', trouble: 'outOfOrder' }

const photo = (shade: number): Promise<Buffer> =>
  sharp({ create: { width: 30, height: 20, channels: 3, background: { r: shade, g: 90, b: 60 } } })
    .png()
    .toBuffer()

/** Every file below the photos' folder. */
const filesIn = async (dataDir: string): Promise<string[]> =>
  (await readdir(join(dataDir, 'photos'), { recursive: true }).catch(() => [])).filter(name => /\.\w+$/.test(name))

/** How long photos are kept, on every operations database. */
export function photoRetentionContract(kind: string, open: () => Promise<Database>): void {
  const start = startWith(open)

  describe(`photos are deleted in time on ${kind}`, () => {
    test('so many days after the end of the ticket, with their files; the report tells since when', async () => {
      const { maintenance } = await start()
      const { intake, dataDir } = maintenance
      await intake.policy.change({ ...SHIPPED_INTAKE, photoDays: 10, contactDays: 3650 }, 0, ADMIN)
      const ended = await intake.takePublic(STUCK)
      const running = await intake.takePublic({ ...STUCK, equipment: 'lift-2' })
      const onSite = { id: ended.ticket, ticket: ended.ticket }
      await intake.addPhoto(ended, await photo(10), 'resident')
      await intake.addPhoto(onSite, await photo(20), 'zhang')
      // Two people sent the very same photo: the file stays as long as one of them needs it.
      await intake.addPhoto(ended, await photo(30), 'resident')
      await intake.addPhoto(running, await photo(30), 'resident')
      await moveThrough(maintenance, ended.ticket, ['cancelled'])
      const reported = async () => (await intake.ofTicket({ id: ended.ticket, status: 'cancelled' }, ADMIN))[0]

      await maintenance.sweepAt(MONDAY + 10 * DAY - 1)
      expect([(await reported())?.photos.length, (await filesIn(dataDir)).length]).toEqual([2, 3])
      await maintenance.sweepAt(MONDAY + 10 * DAY + 3_600_000)
      expect(await reported()).toMatchObject({ photos: [], photosDeletedAt: MONDAY + 10 * DAY + 3_600_000 })
      expect(await intake.photos(ended.ticket)).toEqual([])
      expect(await filesIn(dataDir)).toHaveLength(1)
      expect(await intake.photo(running.id, 1)).toBeInstanceOf(Buffer)
      expect(await intake.photo(ended.id, 1)).toBeUndefined()
    })

    test('what an upload left behind goes with the next look, and what is being sent meanwhile stays', async () => {
      const { maintenance } = await start()
      const { intake, dataDir } = maintenance
      const taken = await intake.takePublic(STUCK)
      await intake.addPhoto(taken, await photo(10), 'resident')
      const [kept] = await filesIn(dataDir)
      const folder = join(dataDir, 'photos', 'ab')
      await mkdir(folder, { recursive: true })
      await writeFile(join(folder, `${'ab'.repeat(32)}.jpg`), 'a file without its row')
      await writeFile(join(folder, `${'ab'.repeat(32)}.jpg.1.part`), 'half a fi')
      const more = await Promise.all([20, 30, 40].map(photo))
      await Promise.all([
        maintenance.sweepAt(MONDAY + DAY),
        ...more.map(bytes => intake.addPhoto(taken, bytes, 'resident')),
      ])
      const files = await filesIn(dataDir)
      expect(files).toContain(kept)
      expect(files.filter(name => name.startsWith('ab/ab'))).toEqual([])
      for (const number of [1, 2, 3, 4]) expect(await intake.photo(taken.id, number)).toBeInstanceOf(Buffer)
    })
  })
}
