import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'

/** What a stub answers to a write: a status with its headers, or nothing at all. */
export type WriteAnswer =
  | { status: number; headers?: Record<string, string>; body?: string }
  /** Stores it, begins to answer and resets the connection. */
  | 'resetInTheMiddle'
  /** Takes the request and never answers. */
  | 'hang'

export interface Influx1Stub {
  url: string
  /** Decides each write by its lines; `undefined` stores and answers 204. */
  answer(decide: (lines: readonly string[]) => WriteAnswer | undefined): void
  /** The lines that were stored, as they came. */
  lines(): readonly string[]
  /** Writes that came, and the most that were under way at one time. */
  writes(): { total: number; atOnce: number; statuses: number[] }
  /** Stored points of one lift's `machineRoomTemperature`; the same line again is the same point. */
  points(lift: string): Promise<[ts: number, value: number][]>
}

const LINE = /^elevator,equipment=([^,]+),site=\S+ .*?machineRoomTemperature[^=,]*=([\d.]+).* (\d+)$/

interface Kept {
  lines: string[]
  points: Map<string, Map<number, number>>
}

function keep({ lines, points }: Kept, fresh: readonly string[]): void {
  for (const line of fresh) {
    lines.push(line)
    const [, lift = '', value, ts] = LINE.exec(line) ?? []
    const series = points.get(lift) ?? new Map<number, number>()
    if (ts !== undefined) points.set(lift, series.set(Number(ts), Number(value)))
  }
}

function reply(response: ServerResponse, answer: WriteAnswer, stored: () => void): void {
  if (answer === 'hang') return
  if (answer === 'resetInTheMiddle') {
    stored()
    const { socket } = response
    socket?.write('HTTP/1.1 204 No Con', () => socket.resetAndDestroy())
    return
  }
  response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers })
  response.end(answer.body ?? JSON.stringify({ error: `status ${answer.status} on purpose` }))
}

/** An InfluxDB 1 that takes writes and answers as it is told; queries find nothing. It ends with the test. */
export async function startInflux1Stub(): Promise<Influx1Stub> {
  const kept: Kept = { lines: [], points: new Map() }
  const counts = { total: 0, atOnce: 0, underWay: 0, statuses: [] as number[] }
  let decide: (lines: readonly string[]) => WriteAnswer | undefined = () => undefined

  const write = (response: ServerResponse, body: string) => {
    const lines = body.split('\n').filter(Boolean)
    const answer = decide(lines)
    const store = () => keep(kept, lines)
    if (answer !== undefined) {
      counts.statuses.push(typeof answer === 'string' ? 0 : answer.status)
      return reply(response, answer, store)
    }
    store()
    counts.statuses.push(204)
    response.writeHead(204).end()
  }
  const server = createServer(async (request: IncomingMessage, response) => {
    if (!request.url?.startsWith('/write')) {
      request.resume()
      return response.writeHead(200, { 'content-type': 'application/json' }).end('{"results":[{"statement_id":0}]}')
    }
    counts.total++
    counts.atOnce = Math.max(counts.atOnce, ++counts.underWay)
    response.on('close', () => counts.underWay--)
    write(response, await text(request).catch(() => ''))
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answer: next => {
      decide = next
    },
    lines: () => kept.lines,
    writes: () => ({ total: counts.total, atOnce: counts.atOnce, statuses: counts.statuses }),
    points: async lift => [...(kept.points.get(lift) ?? [])],
  }
}
