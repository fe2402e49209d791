import http from 'node:http'
import https from 'node:https'
import { InfluxDB, type IPoolOptions, ResultError } from 'influx'
import { type IPoolRequestOptions, Pool, RequestError } from 'influx/lib/src/pool.js'
import type { Retention, TelemetryStore } from '#domain/telemetryStore.ts'
import { withDeadline } from './deadline.ts'
import { type InfluxDatabase, rollupName } from './influxDatabase.ts'
import { type InfluxAnswer, rowsOf } from './influxQuery.ts'
import { INFLUX_TIMEOUT_MS, type InfluxSettings } from './influxSettings.ts'
import { createInfluxStore } from './influxStore.ts'
import { errorOfNetwork, errorOfStatus, StoreError } from './storeError.ts'

/** The client's own retries hide errors, and its back-off fails requests it never sent: the writer decides instead. */
const never = { getDelay: () => 0, next: () => never, reset: () => never }

interface Client {
  /** A database, made when it turns out to be missing. */
  database(name: string): InfluxDatabase
  close(): void
}

function storeErrorOf(error: unknown): StoreError {
  if (error instanceof StoreError) return error
  if (error instanceof RequestError) {
    const words = error.message.replace(/^A .* error occurred: /, '')
    const { statusCode: status = 0, headers } = error.res
    return errorOfStatus({ status, words, retryAfter: headers['retry-after'] }, error)
  }
  if (error instanceof ResultError) return new StoreError('misconfigured', error.message, error)
  return errorOfNetwork(error)
}

/** One request of the pool, whose answer has to be 204. */
const post = (pool: Pool, options: IPoolRequestOptions): Promise<void> =>
  new Promise((resolve, reject) => {
    pool.stream(options, (error, answer) => {
      if (error) return reject(error)
      answer.resume()
      const { statusCode } = answer
      if (statusCode === 204) return resolve()
      reject(new StoreError('misconfigured', `InfluxDB answered ${statusCode} to a write; is it an InfluxDB?`))
    })
  })

function connect({ url, username, password = '', timeoutMs }: InfluxSettings): Client {
  const { protocol, hostname, port, pathname } = new URL(url)
  const scheme = protocol === 'https:' ? ('https' as const) : ('http' as const)
  const agent = scheme === 'https' ? new https.Agent({ keepAlive: true }) : new http.Agent({ keepAlive: true })
  const limit = timeoutMs ?? INFLUX_TIMEOUT_MS
  const pool: IPoolOptions = { maxRetries: 0, backoff: never, requestTimeout: 2 * limit }
  const path = pathname.replace(/\/$/, '')
  const host = { protocol: scheme, host: hostname, port: Number(port) || (scheme === 'https' ? 443 : 80), path }
  const client = new InfluxDB({
    hosts: [{ ...host, options: { agent } }],
    pool,
    ...(username !== undefined && { username, password }),
  })
  const writer = new Pool(pool)
  writer.addHost(`${scheme}://${hostname}:${host.port}${path}`, { agent })
  const auth = username === undefined ? {} : { auth: `${username}:${password}` }
  const ask = <T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> =>
    withDeadline(limit, work).catch((error: unknown) => {
      throw storeErrorOf(error)
    })
  const write = (database: string, body: string) =>
    ask(signal =>
      post(writer, { method: 'POST', path: '/write', query: { db: database, precision: 'ms' }, body, signal, ...auth }),
    )
  const query = (database: string, text: string, placeholders: Readonly<Record<string, string>> = {}) =>
    ask(signal => client.queryRaw(text, { placeholders, precision: 'ms', method: 'POST', database, signal }))
  const create = (name: string) => ask(() => client.createDatabase(name))
  return {
    database: name => ({
      write: body =>
        write(name, body).catch(async (error: StoreError) => {
          if (!MISSING.test(error.message)) throw error
          await create(name)
          await write(name, body)
        }),
      run: async (text, values) => {
        const answer: InfluxAnswer = await query(name, text, values)
        if (!answer.results?.some(({ error = '' }) => MISSING.test(error))) return answer
        await create(name)
        return query(name, text, values)
      },
      keep: async days => {
        await create(name)
        if (days !== undefined) await setRetention(text => query(name, text), identifier(name), days)
      },
    }),
    close: () => agent.destroy(),
  }
}

const identifier = (name: string): string => `"${name.replace(/[\\"]/g, '\\$&')}"`

/** As InfluxDB 1 chooses it: a small part of the retention, because it removes whole shards. */
const shardOf = (days: number): string => (days < 2 ? '1h' : days <= 180 ? '1d' : '7d')

/** Sets the default retention policy, unless it is so already: a change makes the server rewrite its meta data. */
async function setRetention(query: (text: string) => Promise<InfluxAnswer>, name: string, days: number): Promise<void> {
  const [policies = []] = rowsOf(await query(`SHOW RETENTION POLICIES ON ${name}`))
  const [policy, duration] = policies.find(row => row.at(-1) as unknown) ?? []
  if (policy === undefined || duration === `${days * 24}h0m0s`) return
  const set = `DURATION ${days}d SHARD DURATION ${shardOf(days)}`
  rowsOf(await query(`ALTER RETENTION POLICY ${identifier(String(policy))} ON ${name} ${set}`))
}

const MISSING = /database not found/

/**
 * Telemetry in InfluxDB 1.x, by the `influx` client without its encoder, retries and back-off. The database is made when
 * it turns out to be missing. Opening asks the server nothing: one that does not answer fails `append`, and the spool
 * holds the readings.
 */
export async function openInflux1(settings: InfluxSettings, retention?: Retention): Promise<TelemetryStore> {
  const { database = '', rolledUpElsewhere } = settings
  const client = connect(settings)
  const databases = { raw: client.database(database), rolled: client.database(rollupName(database)) }
  return {
    kind: 'influx1',
    ...createInfluxStore({ ...databases, retention, rolledUpElsewhere }),
    close: async () => client.close(),
  }
}
