import { execFileSync } from 'node:child_process'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { testDatabase } from '../helpers/database.ts'
import { tempDir } from '../helpers/tempDir.ts'

const LONG = sql<{ n: number }>`with recursive n(i) as (select 1 union all select i + 1 from n where i < 3000000)
  select count(*) as n from n`

test('a long question to the reader leaves the event loop free, and sees what was committed before it', async () => {
  const { db, reader, write } = await testDatabase()
  let longest = 0
  let last = performance.now()
  const watch = setInterval(() => {
    longest = Math.max(longest, performance.now() - last)
    last = performance.now()
  }, 5)
  const began = performance.now()
  const { rows } = await LONG.execute(reader)
  clearInterval(watch)
  expect(rows).toEqual([{ n: 3_000_000 }])
  // Held by the question it would be the whole of it.
  expect(longest).toBeLessThan((performance.now() - began) / 2)
  await write(trx => trx.insertInto('site').values({ id: 's1', name: '甲', timezone: 'UTC' }).execute())
  const own = await db.selectFrom('site').selectAll().execute()
  expect(await reader.selectFrom('site').selectAll().execute()).toEqual(own)
})

test('the reader can write nothing, and tells what is wrong with a question', async () => {
  const { reader } = await testDatabase()
  await expect(sql`insert into site (id, name, timezone) values ('x', 'x', 'UTC')`.execute(reader)).rejects.toThrow(
    /readonly/,
  )
  await expect(sql`select * from nowhere`.execute(reader)).rejects.toThrow(/no such table/)
})

test('closing ends a question that still runs, with a code', async () => {
  const { reader, close } = await testDatabase()
  await sql`select 1`.execute(reader)
  const asked = expect(LONG.execute(reader)).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' })
  await close()
  await asked
})

test('a reader that was killed is told with a code, and the next question is answered by another', async () => {
  const dataDir = await tempDir()
  const { reader } = await testDatabase(undefined, dataDir)
  await sql`select 1`.execute(reader)
  const asked = expect(LONG.execute(reader)).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' })
  const [pid] = execFileSync('pgrep', ['-f', dataDir], { encoding: 'utf8' }).trim().split('\n')
  process.kill(Number(pid), 'SIGKILL')
  await asked
  expect((await sql`select 1 as one`.execute(reader)).rows).toEqual([{ one: 1 }])
})
