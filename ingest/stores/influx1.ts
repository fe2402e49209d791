import http from 'node:http'
import https from 'node:https'
import { InfluxDB, type IPoolOptions, ResultError } from 'influx'
import { type IPoolRequestOptions, Pool, RequestError } from 'influx/lib/src/pool.js'
import type { TelemetryStore } from '#domain/telemetryStore.ts'
import { withDeadline } from './deadline.ts'
import { createInfluxReader, type InfluxAnswer } from './influxQuery.ts'
import { INFLUX_TIMEOUT_MS, type InfluxSettings } from './influxSettings.ts'
import { encodeLines } from './lineProtocol.ts'
import { errorOfNetwork, errorOfStatus, StoreError } from './storeError.ts'

/** The client's own retries hide errors, and its back-off fails requests it never sent: the writer decides instead. */
const never = { getDelay: () => 0, next: () => never, reset: () => never }

interface Client {
  write(lines: string): Promise<void>
  query(text: string, placeholders: Readonly<Record<string, string>>): Promise<InfluxAnswer>
  createDatabase(): Promise<void>
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

function connect({ url, database = '', username, password = '', timeoutMs }: InfluxSettings): Client {
  const { protocol, hostname, port, pathname } = new URL(url)
  const scheme = protocol === 'https:' ? ('https' as const) : ('http' as const)
  const agent = scheme === 'https' ? new https.Agent({ keepAlive: true }) : new http.Agent({ keepAlive: true })
  const limit = timeoutMs ?? INFLUX_TIMEOUT_MS
  const pool: IPoolOptions = { maxRetries: 0, backoff: never, requestTimeout: 2 * limit }
  const path = pathname.replace(/\/$/, '')
  const host = { protocol: scheme, host: hostname, port: Number(port) || (scheme === 'https' ? 443 : 80), path }
  const client = new InfluxDB({
    hosts: [{ ...host, options: { agent } }],
    database,
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
  return {
    write: body =>
      ask(signal =>
        post(writer, {
          method: 'POST',
          path: '/write',
          query: { db: database, precision: 'ms' },
          body,
          signal,
          ...auth,
        }),
      ),
    query: (text, placeholders) =>
      ask(signal => client.queryRaw(text, { placeholders, precision: 'ms', method: 'POST', database, signal })),
    createDatabase: () => ask(() => client.createDatabase(database)),
    close: () => agent.destroy(),
  }
}

const MISSING = /database not found/

/**
 * Telemetry in InfluxDB 1.x, by the `influx` client without its encoder, retries and back-off. The database is made when
 * it turns out to be missing. Opening asks the server nothing: one that does not answer fails `append`, and the spool
 * holds the readings.
 */
export async function openInflux1(settings: InfluxSettings): Promise<TelemetryStore> {
  const client = connect(settings)
  return {
    kind: 'influx1',
    append: async readings => {
      const lines = await encodeLines(readings)
      if (lines === '') return
      await client.write(lines).catch(async (error: StoreError) => {
        if (!MISSING.test(error.message)) throw error
        await client.createDatabase()
        await client.write(lines)
      })
    },
    ...createInfluxReader(async (text, values) => {
      const answer = await client.query(text, values)
      if (!answer.results?.some(({ error = '' }) => MISSING.test(error))) return answer
      await client.createDatabase()
      return client.query(text, values)
    }),
    close: async () => client.close(),
  }
}
