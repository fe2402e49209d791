import type { Rejection } from '#domain/telemetry.ts'
import type { MendableDatabase } from './mendable.ts'

/** A rejection that has no number yet. */
export type NewRejection = Omit<Rejection, 'id'>

export interface RejectionQuery {
  /** Only those with a smaller id. */
  before?: number
  limit: number
}

const PAYLOAD_BYTES = 2_048

/** The beginning of what was refused, as text. */
export const clipPayload = (payload: Uint8Array | string): string =>
  Buffer.from(payload as Uint8Array)
    .subarray(0, PAYLOAD_BYTES)
    .toString('utf8')

interface Row extends Omit<Rejection, 'receivedAt'> {
  received_at: number
}

/** The newest `keep` refused messages. */
export function openRejections(sqlite: MendableDatabase, keep: number) {
  const insert = sqlite.prepare(
    'insert into rejection (received_at, topic, gateway, reason, detail, payload) values (?, ?, ?, ?, ?, ?)',
  )
  const forget = sqlite.prepare('delete from rejection where id <= ?')
  const page = sqlite.prepare('select * from rejection where id < ? order by id desc limit ?')
  return {
    /** Within the caller's transaction. */
    add: (rejections: readonly NewRejection[]): void => {
      let last: number | bigint = 0
      for (const r of rejections)
        last = insert.run(r.receivedAt, r.topic, r.gateway, r.reason, r.detail, r.payload).lastInsertRowid
      if (rejections.length > 0) forget.run(Number(last) - keep)
    },
    /** Newest first. */
    list: ({ before = Number.MAX_SAFE_INTEGER, limit }: RejectionQuery): Rejection[] =>
      (page.all(before, limit) as unknown as Row[]).map(({ received_at, ...row }) => ({
        ...row,
        receivedAt: received_at,
      })),
  }
}
