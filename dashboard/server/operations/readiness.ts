import { setTimeout as delay } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Catalogue } from '#domain/catalogue.ts'
import type { DashboardNeeds } from '../needs.ts'

const PATIENCE_MS = 2000
const NOBODY = 'readiness-probe'

type Check = 'ok' | 'failed'
export interface Readiness {
  ready: boolean
  checks: { database: Check; store: Check; broker: Check }
  /** Codes of the alarms of ingest that stand. */
  alarms: string[]
}

/** What does not answer in time has failed. */
async function tried(work: Promise<unknown>): Promise<Check> {
  const patience = new AbortController()
  const late = delay(PATIENCE_MS, 'failed' as const, { signal: patience.signal, ref: false })
  const answered = work.then(
    () => 'ok' as const,
    () => 'failed' as const,
  )
  const check = await Promise.race([answered, late])
  if (check === 'ok') late.catch(() => undefined)
  patience.abort()
  return check
}

/** A metric that exists, of equipment that does not: costs the store nothing. */
function probe(catalogue: Catalogue) {
  const [entry] = catalogue.classes.values()
  return {
    class: entry?.code ?? '',
    metric: entry?.metrics[0]?.name ?? '',
    equipment: NOBODY,
    from: 0,
    to: 1,
    limit: 1,
  }
}

/** Asks the database, the telemetry store and the broker whether they answer. */
export async function readiness(
  needs: Pick<DashboardNeeds, 'database' | 'telemetry' | 'broker' | 'catalogue' | 'ingest'>,
): Promise<Readiness> {
  const [database, store] = await Promise.all([
    tried(sql`select 1`.execute(needs.database.db)),
    tried(needs.telemetry.range(probe(needs.catalogue))),
  ])
  const checks = { database, store, broker: needs.broker().connected ? ('ok' as const) : ('failed' as const) }
  const alarms = (needs.ingest.alarms?.() ?? []).map(({ code }) => code)
  return { ready: Object.values(checks).every(check => check === 'ok'), checks, alarms }
}
