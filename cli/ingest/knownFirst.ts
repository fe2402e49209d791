import type { Database } from '#database/database.ts'
import type { Registry } from '#database/registry.ts'
import type { Log } from '#domain/log.ts'
import type { DeviceMessage } from '#domain/message.ts'
import { parseUpTopic } from '#domain/topics.ts'

/** How long a name that the registry does not have is not looked up again, and how many such names are remembered. */
const FORGET_MS = 1_000
const REMEMBERED = 10_000

interface KnownFirstNeeds {
  database: Pick<Database, 'db'>
  registry: Pick<Registry, 'gateway' | 'equipment' | 'reload'>
  log: Log
  steadyNow?(): number
}

/**
 * Other processes write the registry. Whoever is about to refuse a message for an unknown name looks it up first.
 * @returns undefined when there is nothing to look up
 */
export function createKnownFirst({ database, registry, log, steadyNow = () => performance.now() }: KnownFirstNeeds) {
  const looked = new Map<string, number>()
  let reloading: Promise<void> | undefined

  const reload = (): Promise<void> => {
    reloading ??= registry.reload().finally(() => {
      reloading = undefined
    })
    return reloading
  }
  const lookUp = async (table: 'gateway' | 'equipment', id: string): Promise<void> => {
    const row = await database.db.selectFrom(table).select('id').where('id', '=', id).executeTakeFirst()
    if (row) await reload()
  }
  const isDue = (name: string): boolean => {
    const now = steadyNow()
    if (now - (looked.get(name) ?? Number.NEGATIVE_INFINITY) < FORGET_MS) return false
    if (looked.size >= REMEMBERED) looked.clear()
    looked.set(name, now)
    return true
  }
  const missing = (topic: string): ['gateway' | 'equipment', string] | undefined => {
    const { gateway, equipment } = parseUpTopic(topic) ?? {}
    if (gateway !== undefined && !registry.gateway(gateway)) return ['gateway', gateway]
    if (equipment !== undefined && !registry.equipment(equipment)) return ['equipment', equipment]
    return undefined
  }

  /** @throws CodedError or a driver's error while the database is away: then the message is not decided on */
  return ({ topic }: Pick<DeviceMessage, 'topic'>): Promise<void> | undefined => {
    const [table, id] = missing(topic) ?? []
    if (table === undefined || id === undefined || !isDue(`${table} ${id}`)) return undefined
    return lookUp(table, id).catch((err: unknown) => {
      looked.delete(`${table} ${id}`)
      log.warn({ err, [table]: id }, 'an unknown name could not be looked up in the registry')
      throw err
    })
  }
}
