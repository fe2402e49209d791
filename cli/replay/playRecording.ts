import { MAX_BATCH } from '#domain/telemetry.ts'
import type { Millis } from '#domain/time.ts'
import type { Device, Sample } from '#simulators'
import type { Tally } from './progress.ts'
import type { Row } from './readRecording.ts'

export interface PlayNeeds {
  rows: AsyncIterable<Row>
  device: Pick<Device, 'send' | 'report' | 'settled'>
  equipment: string
  /** Recorded seconds a second; 0 is as fast as acknowledged. */
  speed: number
  /** Added to each time. */
  shiftMs: number
  tally: Tally
  now(): Millis
  wait(ms: number): Promise<void>
}

/** Messages that may wait for their PUBACK before the file is read on. */
const WINDOW = 20

/** When a recorded moment is due, by the clock of the player. */
function createTimetable({ speed, now }: PlayNeeds) {
  const began = now()
  let first: Millis | undefined
  return (ts: Millis): Millis => {
    first ??= ts
    return speed === 0 ? began : began + (ts - first) / speed
  }
}

const note = (tally: Tally, reason: string) => tally.skipped.set(reason, (tally.skipped.get(reason) ?? 0) + 1)

/** Tells of a fault when it comes and when it goes. */
function createEventReporter({ device, equipment, tally }: PlayNeeds) {
  const last = new Map<string, boolean>()
  return (ts: Millis, active: Row['active']) => {
    for (const { code, active: is } of active) {
      if (is === (last.get(code) ?? false)) continue
      last.set(code, is)
      device.report(equipment, { ts, code, active: is })
      tally.events++
    }
  }
}

/** Publishes a recording at its pace; rows that are due together go out together. */
export async function playRecording(needs: PlayNeeds): Promise<void> {
  const { device, equipment, tally, now } = needs
  const dueAt = createTimetable(needs)
  const report = createEventReporter(needs)
  let batch: Sample[] = []
  const flush = async () => {
    if (batch.length > 0) device.send(equipment, batch)
    tally.samples += batch.length
    batch = []
    await device.settled(WINDOW)
  }
  for await (const { ts: recorded, metrics, active, skipped } of needs.rows) {
    tally.rows++
    for (const reason of skipped) note(tally, reason)
    if (recorded === undefined) continue
    const due = dueAt(recorded)
    if (due > now()) {
      await flush()
      await needs.wait(Math.max(due - now(), 0))
    }
    const ts = recorded + needs.shiftMs
    report(ts, active)
    if (Object.keys(metrics).length > 0) batch.push({ ts, metrics })
    if (batch.length === MAX_BATCH) await flush()
  }
  await flush()
  await device.settled(0)
}
