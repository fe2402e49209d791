import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { LIVE_WINDOW_MS } from '#domain/telemetry.ts'
import { iso, type Millis } from '#domain/time.ts'
import type { Device } from '#simulators'
import { createRefusalWatch } from '../refusalWatch.ts'
import { playRecording } from './playRecording.ts'
import { showProgress, type Tally } from './progress.ts'
import { type RecordingOptions, type Row, readRecording } from './readRecording.ts'
import { type Shift, shiftBy } from './shift.ts'

export interface PlayOptions {
  equipment: string
  speed: number
  shift: Shift
}

export const say = (line: string) => process.stdout.write(`${line}\n`)

/** How far into the file, and into its times. */
interface Reached {
  bytes: number
  oldest?: Millis
  newest?: Millis
}

/** Passes rows on, and remembers how far it has come. */
async function* followed(rows: AsyncIterable<Row>, reached: Reached) {
  for await (const row of rows) {
    reached.bytes = row.bytes
    if (row.ts !== undefined) {
      reached.oldest = Math.min(reached.oldest ?? row.ts, row.ts)
      reached.newest = Math.max(reached.newest ?? row.ts, row.ts)
    }
    yield row
  }
}

/** Ctrl+C ends the replay, with its summary. */
const interrupted = async (signal: AbortSignal): Promise<void> => {
  await Promise.race([once(process, 'SIGINT', { signal }), once(process, 'SIGTERM', { signal })]).catch(() => undefined)
  if (signal.aborted) return
  say('interrupted')
  process.exitCode = 130
}

/** Plays a recording and shows how it goes. @throws CodedError BAD_REQUEST, BROKER_REFUSED, BROKER_UNREACHABLE */
export async function play(recording: RecordingOptions, options: PlayOptions, device: Device): Promise<Tally> {
  const shiftMs = await shiftBy(options.shift, options.speed, Date.now(), recording)
  const tally: Tally = { rows: 0, samples: 0, events: 0, skipped: new Map() }
  const reached: Reached = { bytes: 0 }
  const { equipment, speed } = options
  const { stats } = device
  const progress = showProgress({ file: recording.file, tally, stats, bytes: () => reached.bytes })
  const refusal = createRefusalWatch(stats)
  const rows = followed(readRecording(recording), reached)
  const ending = new AbortController()
  const wait = (ms: number) => sleep(ms, undefined, { signal: ending.signal })
  const played = playRecording({ rows, device, equipment, speed, shiftMs, tally, now: Date.now, wait })
  try {
    await Promise.race([played, refusal.refused, interrupted(ending.signal)])
  } finally {
    ending.abort()
    played.catch(() => undefined)
    refusal.stop()
    progress.stop()
  }
  tellTimes(reached, shiftMs)
  return tally
}

function tellTimes({ oldest, newest }: Reached, shiftMs: number) {
  if (oldest === undefined || newest === undefined) return
  say(`times ${iso(oldest + shiftMs)} to ${iso(newest + shiftMs)}`)
  if (Date.now() - (newest + shiftMs) > LIVE_WINDOW_MS)
    say('older than a day: a service on the wall clock stores it and opens no tickets (serve --clock telemetry does)')
}
