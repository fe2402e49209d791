import http from 'node:http'
import https from 'node:https'
import { HttpError, InfluxDB, type SendOptions } from '@influxdata/influxdb-client'
import type { Retention, TelemetryStore } from '#domain/telemetryStore.ts'
import { withDeadline } from './deadline.ts'
import { type InfluxDatabase, rollupName } from './influxDatabase.ts'
import type { InfluxAnswer } from './influxQuery.ts'
import { INFLUX_TIMEOUT_MS, type InfluxSettings } from './influxSettings.ts'
import { createInfluxStore } from './influxStore.ts'
import { errorOfNetwork, errorOfStatus, StoreError } from './storeError.ts'

interface Answer {
  status: number | undefined
  body: unknown
}

interface Client {
  send(path: string, body: string, headers: Record<string, string>, method?: SendOptions['method']): Promise<Answer>
  close(): void
}

function storeErrorOf(error: unknown): StoreError {
  if (!(error instanceof HttpError)) return errorOfNetwork(error)
  const { statusCode: status, body, message, headers } = error
  const retryAfter = headers?.['retry-after']
  return errorOfStatus({ status, words: body ?? message, retryAfter: retryAfter?.toString() }, error)
}

function connect({ url, token, timeoutMs = INFLUX_TIMEOUT_MS }: InfluxSettings): Client {
  const agent = url.startsWith('https:') ? new https.Agent({ keepAlive: true }) : new http.Agent({ keepAlive: true })
  const { transport } = new InfluxDB({
    url,
    timeout: 2 * timeoutMs,
    transportOptions: { agent },
    ...(token !== undefined && { token }),
  })
  return {
    send: async (path, body, headers, method = 'POST') => {
      let status: number | undefined
      const request = (signal: AbortSignal) => {
        const options: SendOptions = { method, headers, signal }
        return transport.request(path, body, options, (_, code) => {
          status = code
        })
      }
      const answer: unknown = await withDeadline(timeoutMs, request).catch((error: unknown) => {
        throw storeErrorOf(error)
      })
      return { status, body: answer }
    },
    close: () => agent.destroy(),
  }
}

interface Bucket {
  id: string
  orgID: string
  retentionRules?: { everySeconds: number }[]
}

/** Finds, makes and changes buckets by `/api/v2/buckets`. */
function createBuckets(client: Client, org: string) {
  const json = { 'content-type': 'application/json', accept: 'application/json' }
  const rules = (days?: number) => (days === undefined ? [] : [{ type: 'expire', everySeconds: days * 86_400 }])
  const find = async (name: string): Promise<Bucket | undefined> => {
    const path = `/api/v2/buckets?${new URLSearchParams({ org, name })}`
    const { body } = await client.send(path, '', { accept: 'application/json' }, 'GET').catch((error: StoreError) => {
      if (/ 404\b/.test(error.message)) return { body: undefined }
      throw error
    })
    return (body as { buckets?: Bucket[] } | undefined)?.buckets?.[0]
  }
  return {
    find,
    make: (name: string, orgID: string) =>
      client.send('/api/v2/buckets', JSON.stringify({ orgID, name, retentionRules: [] }), json),
    /** The rules are changed only where they differ. */
    keep: async ({ id, retentionRules }: Bucket, days: number): Promise<void> => {
      if (retentionRules?.[0]?.everySeconds === days * 86_400) return
      await client.send(`/api/v2/buckets/${id}`, JSON.stringify({ retentionRules: rules(days) }), json, 'PATCH')
    },
  }
}

function bucketOf(client: Client, org: string, raw: string, name: string): InfluxDatabase {
  const write = `/api/v2/write?${new URLSearchParams({ org, bucket: name, precision: 'ms' })}`
  const query = `/query?${new URLSearchParams({ org, db: name })}`
  const buckets = createBuckets(client, org)
  return {
    write: async lines => {
      const { status } = await client.send(write, lines, { 'content-type': 'text/plain; charset=utf-8' })
      if (status !== 204)
        throw new StoreError('misconfigured', `InfluxDB answered ${status} to a write; is it an InfluxDB?`)
    },
    run: async (text, values) => {
      const form = new URLSearchParams({ q: text, params: JSON.stringify(values), epoch: 'ms' })
      const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' }
      const { body } = await client.send(query, form.toString(), headers)
      return body as InfluxAnswer
    },
    keep: async days => {
      const found = await buckets.find(name)
      if (found === undefined) {
        const { orgID } = (await buckets.find(raw)) ?? {}
        if (orgID === undefined) throw new StoreError('misconfigured', `InfluxDB has no bucket ${raw}`)
        await buckets.make(name, orgID)
      }
      const bucket = found ?? (await buckets.find(name))
      if (bucket !== undefined && days !== undefined) await buckets.keep(bucket, days)
    },
  }
}

/**
 * Telemetry in InfluxDB 2, by the transport of `@influxdata/influxdb-client`; its `WriteApi` would buffer, retry and drop.
 * Reads are InfluxQL on the 1.x-compatible `/query`, where the bucket has its own name as the database.
 * Opening asks the server nothing: one that does not answer fails `append`, and the spool holds the readings.
 */
export async function openInflux2(settings: InfluxSettings, retention?: Retention): Promise<TelemetryStore> {
  const client = connect(settings)
  const { org = '', bucket = '', rolledUpElsewhere } = settings
  const raw = bucketOf(client, org, bucket, bucket)
  const rolled = bucketOf(client, org, bucket, rollupName(bucket))
  return {
    kind: 'influx2',
    ...createInfluxStore({ raw, rolled, retention, rolledUpElsewhere }),
    close: async () => client.close(),
  }
}
