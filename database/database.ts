import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type DatabaseConnection, Kysely, PostgresDialect, SqliteDialect, type Transaction } from 'kysely'
import { Migrator } from 'kysely/migration'
import pg from 'pg'
import { down as dropInitial, up as initial } from './migrations/0001-initial.ts'
import { up as confirmed, down as dropConfirmed } from './migrations/0002-confirmed.ts'
import { down as dropEquipmentParams, up as equipmentParams } from './migrations/0003-equipment-params.ts'
import { down as dropFaultLife, up as faultLife } from './migrations/0004-fault-life.ts'
import { down as dropWindows, up as windows } from './migrations/0005-windows.ts'
import { down as dropRules, up as rules } from './migrations/0006-rules.ts'
import { down as dropStores, up as stores } from './migrations/0007-stores.ts'
import { down as dropMovesAndClocks, up as movesAndClocks } from './migrations/0008-moves-and-clocks.ts'
import { up as dispatch, down as dropDispatch } from './migrations/0009-dispatch.ts'
import { down as dropTicketFigures, up as ticketFigures } from './migrations/0010-ticket-figures.ts'
import { down as dropIntake, up as intake } from './migrations/0011-intake.ts'
import { up as customers, down as dropCustomers } from './migrations/0012-customers.ts'
import { down as dropVerdicts, up as verdicts } from './migrations/0013-verdicts.ts'
import { down as dropWebhooks, up as webhooks } from './migrations/0014-webhooks.ts'
import { down as dropRootCause, up as rootCause } from './migrations/0015-root-cause.ts'
import { down as dropSurveyLinks, up as surveyLinks } from './migrations/0016-survey-links.ts'
import { down as dropOpinions, up as opinions } from './migrations/0017-opinions.ts'
import { down as dropPlaces, up as places } from './migrations/0018-places.ts'
import { down as dropPhotoRetention, up as photoRetention } from './migrations/0019-photo-retention.ts'
import { down as dropPartVersions, up as partVersions } from './migrations/0020-part-versions.ts'
import { up as crews, down as dropCrews } from './migrations/0021-crews.ts'
import { down as dropFaultsByCode, up as faultsByCode } from './migrations/0022-faults-by-code.ts'
import { up as dispatchDelay, down as dropDispatchDelay } from './migrations/0023-dispatch-delay.ts'
import { down as dropPlans, up as plans } from './migrations/0024-plans.ts'
import { down as dropReportersAndCrews, up as reportersAndCrews } from './migrations/0025-reporters-and-crews.ts'
import { down as dropKeyFigures, up as keyFigures } from './migrations/0026-key-figures.ts'
import { down as dropPartsInTransit, up as partsInTransit } from './migrations/0027-parts-in-transit.ts'
import { up as checklists, down as dropChecklists } from './migrations/0028-checklists.ts'
import { down as dropKitsByModel, up as kitsByModel } from './migrations/0029-kits-by-model.ts'
import { down as dropLabels, up as labels } from './migrations/0030-labels.ts'
import { down as dropPlates, up as plates } from './migrations/0030-plates.ts'
import { down as dropSampleCounts, up as sampleCounts } from './migrations/0031-sample-counts.ts'
import { down as dropTokenUse, up as tokenUse } from './migrations/0032-token-use.ts'
import { down as dropExpectedTransfers, up as expectedTransfers } from './migrations/0033-expected-transfers.ts'
import { down as dropVisitIndexes, up as visitIndexes } from './migrations/0034-visit-indexes.ts'
import { down as dropPlanReasons, up as planReasons } from './migrations/0035-plan-reasons.ts'
import { down as dropDueList, up as dueList } from './migrations/0036-due-list.ts'
import { down as dropVisitCalendar, up as visitCalendar } from './migrations/0037-visit-calendar.ts'
import { down as dropLabelAttempts, up as labelAttempts } from './migrations/0038-label-attempts.ts'
import { down as dropResponsible, up as responsible } from './migrations/0039-responsible.ts'
import { asKyselyDatabase, openSqliteFile } from './nodeSqlite.ts'
import { openSqliteReader } from './readers/sqliteReader.ts'
import type { Tables } from './tables.ts'
import { codedDialect, unavailable } from './unavailable.ts'
import { waitForLock } from './waitForLock.ts'

const MIGRATIONS = {
  '0001-initial': { up: initial, down: dropInitial },
  '0002-confirmed': { up: confirmed, down: dropConfirmed },
  '0003-equipment-params': { up: equipmentParams, down: dropEquipmentParams },
  '0004-fault-life': { up: faultLife, down: dropFaultLife },
  '0005-windows': { up: windows, down: dropWindows },
  '0006-rules': { up: rules, down: dropRules },
  '0007-stores': { up: stores, down: dropStores },
  '0008-moves-and-clocks': { up: movesAndClocks, down: dropMovesAndClocks },
  '0009-dispatch': { up: dispatch, down: dropDispatch },
  '0011-intake': { up: intake, down: dropIntake },
  '0010-ticket-figures': { up: ticketFigures, down: dropTicketFigures },
  '0012-customers': { up: customers, down: dropCustomers },
  '0013-verdicts': { up: verdicts, down: dropVerdicts },
  '0014-webhooks': { up: webhooks, down: dropWebhooks },
  '0015-root-cause': { up: rootCause, down: dropRootCause },
  '0016-survey-links': { up: surveyLinks, down: dropSurveyLinks },
  '0017-opinions': { up: opinions, down: dropOpinions },
  '0018-places': { up: places, down: dropPlaces },
  '0019-photo-retention': { up: photoRetention, down: dropPhotoRetention },
  '0020-part-versions': { up: partVersions, down: dropPartVersions },
  '0021-crews': { up: crews, down: dropCrews },
  '0022-faults-by-code': { up: faultsByCode, down: dropFaultsByCode },
  '0023-dispatch-delay': { up: dispatchDelay, down: dropDispatchDelay },
  '0024-plans': { up: plans, down: dropPlans },
  '0025-reporters-and-crews': { up: reportersAndCrews, down: dropReportersAndCrews },
  '0026-key-figures': { up: keyFigures, down: dropKeyFigures },
  '0027-parts-in-transit': { up: partsInTransit, down: dropPartsInTransit },
  '0028-checklists': { up: checklists, down: dropChecklists },
  '0029-kits-by-model': { up: kitsByModel, down: dropKitsByModel },
  '0030-labels': { up: labels, down: dropLabels },
  '0030-plates': { up: plates, down: dropPlates },
  '0031-sample-counts': { up: sampleCounts, down: dropSampleCounts },
  '0032-token-use': { up: tokenUse, down: dropTokenUse },
  '0033-expected-transfers': { up: expectedTransfers, down: dropExpectedTransfers },
  '0034-visit-indexes': { up: visitIndexes, down: dropVisitIndexes },
  '0035-plan-reasons': { up: planReasons, down: dropPlanReasons },
  '0036-due-list': { up: dueList, down: dropDueList },
  '0037-visit-calendar': { up: visitCalendar, down: dropVisitCalendar },
  '0038-label-attempts': { up: labelAttempts, down: dropLabelAttempts },
  '0039-responsible': { up: responsible, down: dropResponsible },
}

/**
 * The operations database. Inside `write` use only the transaction it hands over, never `db`: SQLite has one connection.
 * While it is lost, every statement fails with CodedError DATABASE_UNAVAILABLE.
 */
export interface Database {
  readonly db: Kysely<Tables>
  /**
   * For questions that take long: each statement reads what is committed. SQLite answers beside the event loop,
   * PostgreSQL over connections of its own, so that reports leave the others to the work.
   */
  readonly reader: Kysely<Tables>
  readonly dialect: 'sqlite' | 'postgres'
  /** Names this change log; a client that knows another epoch starts from a snapshot. */
  readonly epoch: string
  /**
   * Runs `work` in one transaction; once it is durable, the change listeners are poked.
   * PostgreSQL may break a deadlock by undoing one side: that one runs again, so `work` changes nothing but the database.
   * @throws CodedError DATABASE_UNAVAILABLE
   */
  write<T>(work: (trx: Transaction<Tables>) => Promise<T>): Promise<T>
  /** Calls `listener` after each durable write. @returns a function that takes it off again */
  onWrite(listener: () => void): () => void
  close(): Promise<void>
}

export interface DatabaseNeeds {
  /** Where the embedded database keeps its file. */
  dataDir: string
  /** A PostgreSQL address; without it the embedded SQLite is used. */
  url?: string | undefined
}

/** How long a statement waits for another process that holds the embedded database. */
const LOCK_WAIT_MS = 5000

/** The file of the embedded database. */
export const operationsFile = ({ dataDir }: DatabaseNeeds): string => join(dataDir, 'operations.db')

/** Connections to PostgreSQL: of the work, and of the reports. */
const CONNECTIONS = 8
const READERS = 4

function connectPostgres(url: string, max: number): Kysely<Tables> {
  const types = { getTypeParser: (oid: number) => (oid === 20 ? Number : pg.types.getTypeParser(oid)) }
  const pool = new pg.Pool({ connectionString: url, max, types, connectionTimeoutMillis: 5000 })
  // A lost connection also rejects the query at hand; unheard, its event would end the process.
  pool.on('error', () => undefined)
  pool.on('connect', client => client.on('error', () => undefined))
  return new Kysely({ dialect: codedDialect(new PostgresDialect({ pool })) })
}

/** Connects to the operations database, whatever version its schema is. */
export function connect(needs: DatabaseNeeds): Kysely<Tables> {
  if (needs.url === undefined) {
    mkdirSync(needs.dataDir, { recursive: true })
    const sqlite = openSqliteFile(operationsFile(needs))
    sqlite.exec('pragma busy_timeout = 0')
    const onCreateConnection = async (connection: DatabaseConnection) => waitForLock(connection, LOCK_WAIT_MS)
    const dialect = new SqliteDialect({ database: asKyselyDatabase(sqlite), onCreateConnection })
    return new Kysely({ dialect: codedDialect(dialect) })
  }
  return connectPostgres(needs.url, CONNECTIONS)
}

const connectReader = (needs: DatabaseNeeds): Kysely<Tables> =>
  needs.url === undefined ? openSqliteReader(operationsFile(needs)) : connectPostgres(needs.url, READERS)

/** The names of all migrations that this version knows. */
export const migrationNames = (): string[] => Object.keys(MIGRATIONS)

/** The migrations of `database/migrations`, in order. */
export const migrator = (db: Kysely<Tables>): Migrator =>
  new Migrator({ db, provider: { getMigrations: async () => MIGRATIONS } })

async function readEpoch(db: Kysely<Tables>): Promise<string> {
  const made = { key: 'epoch', value: randomUUID() }
  await db
    .insertInto('meta')
    .values(made)
    .onConflict(c => c.doNothing())
    .execute()
  return (await db.selectFrom('meta').select('value').where('key', '=', 'epoch').executeTakeFirstOrThrow()).value
}

export const codeOf = (error: unknown): unknown => (error as { code?: unknown } | null)?.code

/** PostgreSQL's deadlock_detected and serialization_failure (Appendix A, class 40): the transaction is undone and may run again. */
const UNDONE: readonly unknown[] = ['40P01', '40001']
const ATTEMPTS = 8

async function retryDeadlocks<T>(transaction: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await transaction()
    } catch (error) {
      if (attempt === ATTEMPTS || !UNDONE.includes(codeOf(error))) throw error
    }
  }
}

async function connectAndMigrate(needs: DatabaseNeeds): Promise<Kysely<Tables>> {
  let db: Kysely<Tables> | undefined
  try {
    db = connect(needs)
    const { error } = await migrator(db).migrateToLatest()
    if (error) throw error
    return db
  } catch (error) {
    await db?.destroy()
    throw unavailable(error)
  }
}

/** Opens the database and brings its schema up to date. @throws CodedError DATABASE_UNAVAILABLE */
export async function openDatabase(needs: DatabaseNeeds): Promise<Database> {
  const db = await connectAndMigrate(needs)
  const reader = connectReader(needs)
  const listeners = new Set<() => void>()
  return {
    db,
    reader,
    dialect: needs.url === undefined ? 'sqlite' : 'postgres',
    epoch: await readEpoch(db),
    write: async work => {
      const result = await retryDeadlocks(() => db.transaction().execute(work))
      for (const listener of listeners) listener()
      return result
    },
    onWrite: listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: async () => {
      await reader.destroy()
      await db.destroy()
    },
  }
}
