import type { Database } from '#database/database.ts'
import { openRegistry, type Registry } from '#database/registry.ts'
import { loadCatalogue } from '#domain/catalogue.ts'
import { silentLog } from '#domain/log.ts'
import { wallClock } from '#domain/time.ts'
import { createMaintenance, type Maintenance } from '#maintenance'

interface Options {
  /** Where photos are kept. */
  dataDir?: string
  /** Left out, the stage sweeps as often as in a service. */
  sweepMs?: number
}

/** The maintenance stage alone on the real time, without rules, for a process of its own; whoever starts it stops it. */
export async function startOwnMaintenance(
  database: Database,
  { dataDir = 'data', sweepMs }: Options = {},
): Promise<Maintenance & { registry: Registry }> {
  const registry = await openRegistry(database, Date.now)
  const maintenance = await createMaintenance({
    ...registry,
    database,
    catalogue: loadCatalogue(),
    observed: async () => ({ values: new Map() }),
    unknownMetrics: async () => [],
    dataDir,
    resetFault: async () => 'unknown',
    clock: wallClock(),
    log: silentLog,
    ...(sweepMs !== undefined && { sweepMs }),
  })
  return { ...maintenance, registry }
}
