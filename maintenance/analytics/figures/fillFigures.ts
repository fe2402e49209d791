import { setTimeout as rest } from 'node:timers/promises'
import type { FillProgress } from '#domain/reports.ts'
import type { Workshop } from '../../needs.ts'
import type { Trx } from '../../tickets/lockTicket.ts'
import { refreshFigures } from './refreshFigures.ts'

type FillNeeds = Pick<Workshop, 'database' | 'catalogue' | 'log'>

/** So few tickets that the service does not wait for them: some 10 ms of its thread. */
const PIECE = 100
const RETRY_MS = 5000

export interface Filling {
  /** How far it is; undefined when reports count every ticket. */
  progress(): FillProgress | undefined
  /** Writes what reports count of the tickets that have no figures, those entered past the stage among them. */
  fill(): Promise<void>
  stop(): Promise<void>
}

/** Figures are of tickets, one each: as many of both, and none is missing. */
export async function countMissing({ database: { db } }: FillNeeds): Promise<number> {
  const { missing } = await db
    .selectNoFrom(eb => [
      eb(
        eb.selectFrom('ticket').select(t => t.fn.countAll<number>().as('n')),
        '-',
        eb.selectFrom('ticket_figure').select(f => f.fn.countAll<number>().as('n')),
      ).as('missing'),
    ])
    .executeTakeFirstOrThrow()
  return Number(missing)
}

const missingFrom = (db: Pick<Trx, 'selectFrom'>) =>
  db
    .selectFrom('ticket')
    .leftJoin('ticket_figure', 'ticket_figure.ticket', 'ticket.id')
    .select('ticket.id as id')
    .where('ticket_figure.ticket', 'is', null)
    .orderBy('ticket.id')

/** Holds the tickets first: who changes one meanwhile writes its figures, and then they are there. @returns how many were written */
async function writePiece(trx: Trx, needs: FillNeeds, ids: readonly string[]): Promise<number> {
  const held = trx.selectFrom('ticket').select('id').where('id', 'in', ids).orderBy('id')
  await (needs.database.dialect === 'sqlite' ? held : held.forUpdate()).execute()
  const missing = await missingFrom(trx).where('ticket.id', 'in', ids).execute()
  await refreshFigures(
    trx,
    needs,
    missing.map(({ id }) => id),
  )
  return missing.length
}

/** Writes pieces until none is missing, and rests after each as long as it took, so that half of the time is the service's. */
async function writeAll(needs: FillNeeds, signal: AbortSignal, told: (written: number) => void): Promise<void> {
  for (let last = ''; !signal.aborted; ) {
    const found = await missingFrom(needs.database.reader).where('ticket.id', '>', last).limit(PIECE).execute()
    const ids = found.map(({ id }) => id)
    if (ids.length === 0) return
    const began = performance.now()
    told(await needs.database.write(trx => writePiece(trx, needs, ids)))
    last = ids.at(-1) as string
    await rest(performance.now() - began, undefined, { signal }).catch(() => undefined)
  }
}

/**
 * Begins to write the figures of tickets from before there were figures, beside the work of the service. What is written
 * stays: after a stop or a kill the next start goes on with what is missing.
 */
export async function startFilling(needs: FillNeeds): Promise<Filling> {
  const { log } = needs
  const ending = new AbortController()
  let progress: FillProgress | undefined
  const fill = async () => {
    const of = await countMissing(needs)
    if (of === 0) return
    log.info({ tickets: of }, 'writing what reports count of older tickets')
    const now: FillProgress = { written: 0, of }
    progress = now
    await writeAll(needs, ending.signal, written => {
      now.written += written
    })
    if (ending.signal.aborted) return
    progress = undefined
    log.info({ tickets: now.written }, 'what reports count of older tickets is written')
  }
  const persist = async () => {
    while (!ending.signal.aborted)
      try {
        return await fill()
      } catch (err) {
        log.error({ err }, 'what reports count of older tickets could not be written; it is tried again')
        await rest(RETRY_MS, undefined, { signal: ending.signal }).catch(() => undefined)
      }
  }
  const missing = await countMissing(needs)
  if (missing > 0) progress = { written: 0, of: missing }
  let running = missing > 0 ? persist() : Promise.resolve()
  return {
    progress: () => progress,
    fill: () => {
      const next = running.then(fill)
      running = next.catch(() => undefined)
      return next
    },
    stop: async () => {
      ending.abort()
      await running
    },
  }
}
