import http from 'node:http'
import https from 'node:https'
import { HttpError, InfluxDB, type SendOptions } from '@influxdata/influxdb-client'
import type { TelemetryStore } from '#domain/telemetryStore.ts'
import { withDeadline } from './deadline.ts'
import { createInfluxReader, type InfluxAnswer } from './influxQuery.ts'
import { INFLUX_TIMEOUT_MS, type InfluxSettings } from './influxSettings.ts'
import { encodeLines } from './lineProtocol.ts'
import { errorOfNetwork, errorOfStatus, StoreError } from './storeError.ts'

interface Answer {
  status: number | undefined
  body: unknown
}

interface Client {
  send(path: string, body: string, headers: Record<string, string>): Promise<Answer>
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
    send: async (path, body, headers) => {
      let status: number | undefined
      const request = (signal: AbortSignal) => {
        const options: SendOptions = { method: 'POST', headers, signal }
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

/**
 * Telemetry in InfluxDB 2, by the transport of `@influxdata/influxdb-client`; its `WriteApi` would buffer, retry and drop.
 * Reads are InfluxQL on the 1.x-compatible `/query`, where the bucket has its own name as the database.
 * Opening asks the server nothing: one that does not answer fails `append`, and the spool holds the readings.
 */
export async function openInflux2(settings: InfluxSettings): Promise<TelemetryStore> {
  const client = connect(settings)
  const { org = '', bucket = '' } = settings
  const write = `/api/v2/write?${new URLSearchParams({ org, bucket, precision: 'ms' })}`
  const query = `/query?${new URLSearchParams({ org, db: bucket })}`
  return {
    kind: 'influx2',
    append: async readings => {
      const lines = await encodeLines(readings)
      if (lines === '') return
      const { status } = await client.send(write, lines, { 'content-type': 'text/plain; charset=utf-8' })
      if (status !== 204)
        throw new StoreError('misconfigured', `InfluxDB answered ${status} to a write; is it an InfluxDB?`)
    },
    ...createInfluxReader(async (text, values) => {
      const form = new URLSearchParams({ q: text, params: JSON.stringify(values), epoch: 'ms' })
      const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' }
      const { body } = await client.send(query, form.toString(), headers)
      return body as InfluxAnswer
    }),
    close: async () => client.close(),
  }
}
