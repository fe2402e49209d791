import { setImmediate as breathe, setTimeout as wait } from 'node:timers/promises'
import type { Equipment } from '#domain/equipment.ts'
import type { SpoolRecord } from '#domain/spool.ts'
import type { Clock, Millis } from '#domain/time.ts'
import { createCheckpoint, restore } from './checkpoint.ts'
import type { Engine } from './engine.ts'
import { fillBatch } from './fillBatch.ts'
import { createHandOver } from './handOver.ts'
import { createHealthKeeper } from './keptHealth.ts'
import type { RulesNeeds } from './rules.ts'
import { BATCH, TIMING } from './timing.ts'

/** Where the rules stand in the spool and in time. */
interface Progress {
  position: number
  lagRecords: number
  eventTime: Millis
}

export interface Loop {
  progress(): Progress
  /** The service's clock as the rules follow it: the newest measurement when they follow telemetry. */
  now(): Millis
  stop(): Promise<void>
}

/** Restores the state, then reads the spool until it is stopped: evaluate, hand on, write the state; tick when idle. */
export async function startLoop(engine: Engine, needs: RulesNeeds): Promise<Loop> {
  const { reader, clock } = needs
  const stopping = new AbortController()
  const { signal } = stopping
  const progress: Progress = { position: reader.position(), lagRecords: 0, eventTime: 0 }
  const now = () => (clock.kind === 'wall' ? clock.now() : progress.eventTime)

  let pending = await restore(engine, reader, await needs.openFaults(), needs.log)
  seeTime(engine.newestReading(), progress, clock)
  const checkpoint = createCheckpoint(engine, reader, performance.now(), needs.checkpointMs)
  const health = createHealthKeeper(engine, reader, performance.now())
  const timers = createTimers(engine, needs, now, progress.eventTime > 0 ? TIMING.startGrace : 0)

  const handOver = createHandOver({ handle: needs.handle, log: needs.log, signal })
  const next = createNext(reader, progress)
  const rest = (ms: number) => wait(ms, undefined, { signal }).catch(() => undefined)

  const round = async () => {
    if (!(await handOver(pending))) return
    pending = []
    checkpoint.goOn(progress.position, performance.now())
    health.goOn(performance.now())
    const records = next()
    for (const record of records) take(record, engine, progress, clock)
    if (progress.lagRecords === 0) timers.run()
    else if (clock.kind === 'telemetry') engine.tick(now())
    pending = engine.transitions()
    if (progress.lagRecords > 0 || pending.length > 0 || checkpoint.isUnderWay()) await breathe()
    else if (records.length > 0) await rest(TIMING.gather)
    else await reader.wait(progress.position, AbortSignal.any([signal, AbortSignal.timeout(TIMING.tick)]))
  }

  const recover = (error: unknown) => {
    needs.log.error({ error, position: progress.position }, 'The rules cannot go on; trying again')
    return rest(TIMING.retryLongest)
  }

  const running = (async () => {
    while (!signal.aborted) await round().catch(recover)
    if (await handOver(pending)) await checkpoint.finish(progress.position, performance.now())
    health.finish()
  })()

  return {
    progress: () => ({ ...progress }),
    now,
    stop: () => {
      stopping.abort()
      return running
    },
  }
}

/** Reads on: a little at a time, so that nothing else waits long, and more and more while the rules are behind. */
function createNext(reader: RulesNeeds['reader'], progress: Progress) {
  let most: number = BATCH.least
  return (): SpoolRecord[] => {
    const records = reader.read(progress.position, most)
    const behind = records.length === most
    progress.lagRecords = behind ? records.length : 0
    most = behind ? Math.min(2 * most, BATCH.read) : BATCH.least
    return records
  }
}

function take({ position, item }: SpoolRecord, engine: Engine, progress: Progress, clock: Clock) {
  const ts =
    item.kind === 'reading' && !item.reading.backfill ? item.reading.ts : item.kind === 'event' && item.event.ts
  if (ts) seeTime(ts, progress, clock)
  engine.take(item)
  progress.position = position
}

function seeTime(ts: Millis, progress: Progress, clock: Clock) {
  clock.observe(ts)
  progress.eventTime = Math.max(progress.eventTime, ts)
}

/** What happens by itself, once the rules have caught up with the spool. */
function createTimers(engine: Engine, needs: RulesNeeds, now: () => Millis, graceMs: number) {
  const startedAt = performance.now()
  let settledAt = startedAt
  let watchedAt = -Infinity
  let watching: Iterator<Equipment> | undefined
  return {
    run: () => {
      const at = performance.now()
      if (at - settledAt >= TIMING.tick) {
        settledAt = at
        engine.settleOpen()
      }
      if (at - watchedAt >= TIMING.watch) {
        watchedAt = at
        watching = needs.listEquipment()[Symbol.iterator]()
      }
      if (watching) watching = watchSome(engine, watching)
      if (needs.clock.kind === 'telemetry' || at - startedAt >= graceMs) engine.tick(now())
    },
  }
}

/** @returns the rest, for the next round */
function watchSome(engine: Engine, equipment: Iterator<Equipment>): Iterator<Equipment> | undefined {
  const some: Equipment[] = []
  fillBatch(some, equipment, BATCH.watched)
  engine.watch(some)
  return some.length === BATCH.watched ? equipment : undefined
}
