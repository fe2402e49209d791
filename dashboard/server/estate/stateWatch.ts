import { setImmediate as breathe } from 'node:timers/promises'
import { logChanges } from '#database/changeLog.ts'
import type { Database } from '#database/database.ts'
import type { Registry } from '#database/registry.ts'
import type { Log } from '#domain/log.ts'
import type { Clock } from '#domain/time.ts'
import type { Estate, Standing } from './estate.ts'

export interface StateWatchNeeds {
  database: Database
  registry: Pick<Registry, 'listEquipment'>
  estate: Estate
  clock: Clock
  log: Log
}

type Seen = Pick<Standing, 'id' | 'state' | 'health'>

/** What time alone changes: the state, and whether there is a health index, which a silent gateway takes away from a fault too. */
const standOf = ({ state, health }: Seen) => `${state} ${health.index === undefined}`

/** Pieces compared in one go, a few milliseconds; their changes are one statement. */
const AT_ONCE = 500

export interface StateWatch extends Pick<Estate, 'describe'> {
  /** Looks once; logs a change for each piece of equipment whose state, or whose having a health index, is another one than at the last look. */
  look(): Promise<void>
}

/**
 * Sees equipment fall silent and come back, which nothing else writes down: only time passes. What `describe` tells
 * somebody between two looks is remembered, so that the next look tells the others, or takes it back.
 */
export function createStateWatch({ database, registry, estate, clock, log }: StateWatchNeeds): StateWatch {
  const known = new Map<string, string>()
  const told = new Set<string>()
  let looking = false
  const compare = async (now: readonly Seen[]) => {
    const changed = now
      .filter(e => told.has(e.id) || (known.has(e.id) && known.get(e.id) !== standOf(e)))
      .map(e => e.id)
    for (const id of changed) told.delete(id)
    if (changed.length > 0) await database.write(trx => logChanges(trx, 'equipment', changed, clock.now()))
    for (const each of now) known.set(each.id, standOf(each))
  }
  const compareAll = async () => {
    const now = await estate.describe([...registry.listEquipment()])
    for (let from = 0; from < now.length; from += AT_ONCE) {
      await compare(now.slice(from, from + AT_ONCE))
      await breathe()
    }
  }
  return {
    describe: async equipment => {
      const standing = await estate.describe(equipment)
      for (const each of standing) if (known.has(each.id) && known.get(each.id) !== standOf(each)) told.add(each.id)
      return standing
    },
    look: async () => {
      if (looking) return
      looking = true
      try {
        await compareAll()
      } catch (err) {
        log.error({ err }, 'could not look at the state of the equipment')
      } finally {
        looking = false
      }
    },
  }
}
