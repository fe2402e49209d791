import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { type Database, openDatabase } from '#database/database.ts'
import { testDatabase, testRegistry } from '../helpers/database.ts'
import { DISPATCHER, moveThrough, startTestMaintenance } from '../helpers/maintenance.ts'
import { startPostgres } from '../helpers/postgres.ts'
import { requireBinary } from '../helpers/realServer.ts'
import { tempDir } from '../helpers/tempDir.ts'
import { halves } from './halves.ts'

const MOVER = fileURLToPath(new URL('../helpers/moveUntilKilled.ts', import.meta.url))

/** Lets a child move tickets until it is gone. @returns the version of each that it told of */
async function move(dataDir: string, killAt: number | '', heard: (child: ChildProcess) => void = () => undefined) {
  const child = spawn(process.execPath, [MOVER, dataDir, String(killAt)], { stdio: ['ignore', 'pipe', 'inherit'] })
  const gone = once(child, 'exit')
  const told = new Map<string, number>()
  for await (const line of createInterface(child.stdout)) {
    const [id = '', version] = line.split(' ')
    told.set(id, Number(version))
    heard(child)
  }
  expect(await gone).toEqual([null, 'SIGKILL'])
  return told
}

/** Lets a child move tickets until it has told of so many moves, and kills it in whatever it is doing then. */
function killAfter(moves: number, dataDir: string): Promise<Map<string, number>> {
  let heard = 0
  return move(dataDir, '', child => ++heard === moves && child.kill('SIGKILL'))
}

/** A folder with a pump and a technician to move its tickets. */
async function withPump(): Promise<string> {
  const dataDir = await tempDir()
  const database = await openDatabase({ dataDir })
  await testRegistry(database, { 'pump-1': 'fire-pump' })
  const zhang = { id: 'zhang', name: 'Zhang', phone: null, skills: '[]', sites: '[]', active: 1 }
  await database.db.insertInto('technician').values(zhang).execute()
  await database.close()
  return dataDir
}

test('killed in the middle of moves, four times: each move is there whole or not at all, and none that was told is lost', async () => {
  const dataDir = await withPump()
  for (const moves of [1, 7, 19, 40]) {
    const told = await killAfter(moves, dataDir)
    const database = await openDatabase({ dataDir })
    expect(await halves(database)).toEqual([])
    const rows = await database.db.selectFrom('ticket').select(['id', 'version']).execute()
    const lost = [...told].filter(([id, version]) => (rows.find(r => r.id === id)?.version ?? 0) < version)
    expect(lost).toEqual([])
    expect(told.size).toBeGreaterThan(0)
    await database.close()
  }
})

test.each([4, 7, 10])('moves that are written piece by piece are found out, killed after number %d', async killAt => {
  const dataDir = await withPump()
  await move(dataDir, killAt)
  const database = await openDatabase({ dataDir })
  expect(await halves(database)).not.toEqual([])
  await database.close()
})

const postgres = requireBinary('postgres')

describe.skipIf(postgres === undefined)('with PostgreSQL', () => {
  test('the server stops in the middle of a move and comes back: it is told with its code, nothing of it stays, and it can be sent again', async () => {
    const server = await startPostgres(postgres as string)
    try {
      const database = await testDatabase(await server.fresh())
      let stops = false
      const write: Database['write'] = work =>
        database.write(async trx => {
          const done = await work(trx)
          if (stops) await server.kill()
          return done
        })
      const maintenance = await startTestMaintenance({ ...database, write })
      const { id } = await maintenance.tickets.create({ equipment: 'pump-1', title: 'x' }, DISPATCHER)
      await maintenance.technicians.add({ id: 'zhang', name: 'Zhang', skills: [] }, DISPATCHER)
      const before = await moveThrough(maintenance, id, ['dispatched', 'onSite'])
      const repair = { cause: 'wear-out', action: 'replace' }
      const move = { to: 'repaired', version: before.version, repair } as const
      const refused = () =>
        expect(maintenance.tickets.move(id, move, DISPATCHER)).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' })
      stops = true
      await refused()
      stops = false
      await refused()
      await server.start()
      expect(await maintenance.tickets.get(id)).toEqual(before)
      expect(await halves(database)).toEqual([])
      expect(await maintenance.tickets.move(id, move, DISPATCHER)).toMatchObject({ status: 'repaired' })
    } finally {
      await server.stop()
    }
  })

  test('the connection is lost in the middle of a move: it is told with its code, nothing of it stays, and it can be sent again', async () => {
    const server = await startPostgres(postgres as string)
    try {
      const database = await testDatabase(await server.fresh())
      let cut = false
      const write: Database['write'] = work =>
        database.write(async trx => {
          const done = await work(trx)
          if (cut) await sql`select pg_terminate_backend(pg_backend_pid())`.execute(trx)
          return done
        })
      const maintenance = await startTestMaintenance({ ...database, write })
      const { id } = await maintenance.tickets.create({ equipment: 'pump-1', title: 'x' }, DISPATCHER)
      await maintenance.technicians.add({ id: 'zhang', name: 'Zhang', skills: [] }, DISPATCHER)
      const before = await moveThrough(maintenance, id, ['dispatched', 'onSite'])
      cut = true
      const repair = {
        to: 'repaired',
        version: before.version,
        repair: { cause: 'wear-out', action: 'replace' },
      } as const
      await expect(maintenance.tickets.move(id, repair, DISPATCHER)).rejects.toMatchObject({
        code: 'DATABASE_UNAVAILABLE',
      })
      cut = false
      expect(await maintenance.tickets.get(id)).toEqual(before)
      expect(await halves(database)).toEqual([])
      expect(await maintenance.tickets.move(id, repair, DISPATCHER)).toMatchObject({ status: 'repaired' })
    } finally {
      await server.stop()
    }
  })
})
