import type { Log } from '#domain/log.ts'
import type { SpoolReader, SpoolRecord } from '#domain/spool.ts'
import type { Millis } from '#domain/time.ts'
import type { openCursors } from './cursors.ts'
import type { MendableDatabase } from './mendable.ts'
import type { openRecords } from './records.ts'
import { clipPayload, type openRejections } from './rejections.ts'
import type { createTail } from './tail.ts'
import { transaction } from './transaction.ts'
import type { createWaiters } from './waiters.ts'

export interface ReaderNeeds {
  sqlite: MendableDatabase
  records: ReturnType<typeof openRecords>
  tail: ReturnType<typeof createTail>
  cursors: ReturnType<typeof openCursors>
  rejections: ReturnType<typeof openRejections>
  waiters: ReturnType<typeof createWaiters>
  newest(): number
  /** Told that no readable record lies after `position`. */
  endsAt(position: number): void
  onCommit(): void
  onDamage(position: number): void
  now(): Millis
  log: Log
}

type Damaged = ReturnType<ReturnType<typeof openRecords>['read']>['damaged'][number]

/** A reader with a durable cursor; a new one begins at `start`. */
export function openReader(name: string, start: number, needs: ReaderNeeds): SpoolReader {
  const { sqlite, records, tail, cursors, rejections, waiters, newest } = needs
  if (cursors.position(name) === undefined) commit(start)
  tail.join(name)

  function commit(to: number, state: Iterable<readonly [string, string]> = []): void {
    const position = Math.max(to, cursors.position(name) ?? to)
    transaction(sqlite, () => cursors.save(name, position, state))
    cursors.moved(name, position)
    needs.onCommit()
  }

  /** A record that cannot be read is put aside with its reason, so that the queue goes on. */
  const putAside = ({ position, item }: Damaged): void => {
    needs.onDamage(position)
    const detail = `Record ${position} of the spool does not match its checksum`
    const common = { receivedAt: needs.now(), topic: '', gateway: '', payload: clipPayload(item) }
    try {
      transaction(sqlite, () => {
        records.remove(position)
        rejections.add([{ ...common, reason: 'RECORD_DAMAGED', detail }])
      })
      needs.log.error({ position }, 'a damaged record in the spool was put aside')
    } catch (err) {
      needs.log.error({ err, position }, 'a damaged record in the spool was skipped')
    }
  }

  const readBack = (after: number, limit: number): SpoolRecord[] => {
    for (let from = after; ; ) {
      const { records: found, damaged, last } = records.read(from, limit)
      for (const one of damaged) putAside(one)
      if (found.length > 0) return found
      if (last === undefined) {
        if (newest() > after) needs.endsAt(after)
        return []
      }
      from = last
    }
  }

  return {
    position: () => cursors.position(name) ?? start,
    read: (after, limit) => tail.read(name, after, limit) ?? (newest() > after ? readBack(after, limit) : []),
    wait: async (after, signal) => {
      while (newest() <= after && !signal.aborted) await waiters.wait(signal)
    },
    commit,
    state: () => cursors.state(name),
  }
}
