import { statSync } from 'node:fs'
import { SingleBar } from 'cli-progress'
import type { DeviceStats } from '#simulators'

export interface Tally {
  rows: number
  /** Measurements, and changes of faults, that were handed to the broker's connection. */
  samples: number
  events: number
  /** Rows and values that could not be used, by reason. */
  skipped: Map<string, number>
}

const LINE_MS = 5_000

export const skippedText = ({ skipped }: Tally): string =>
  skipped.size === 0 ? 'nothing skipped' : [...skipped].map(([reason, n]) => `${n} × ${reason}`).join(', ')

const counts = (t: Tally, { published, acknowledged }: DeviceStats): string => {
  const skipped = [...t.skipped.values()].reduce((a, b) => a + b, 0)
  return `rows ${t.rows}, measurements ${t.samples}, messages ${published}, acknowledged ${acknowledged}, skipped ${skipped}`
}

interface Watched {
  file: string
  tally: Tally
  stats(): DeviceStats
  /** How far into the file. */
  bytes(): number
}

/** A bar on a terminal, a line every five seconds elsewhere. */
export function showProgress({ file, tally, stats, bytes }: Watched, out = process.stdout): { stop(): void } {
  const whole = Math.max(statSync(file).size, 1)
  const percent = () => Math.min(100, (100 * bytes()) / whole)
  if (!out.isTTY) {
    const timer = setInterval(() => out.write(`${percent().toFixed(0)} %  ${counts(tally, stats())}\n`), LINE_MS)
    return { stop: () => clearInterval(timer) }
  }
  const bar = new SingleBar({
    format: '{bar} {percentage} %  {counts}  {eta_formatted}',
    stream: out,
    hideCursor: true,
  })
  bar.start(whole, 0, { counts: counts(tally, stats()) })
  const timer = setInterval(() => bar.update(Math.min(bytes(), whole), { counts: counts(tally, stats()) }), 200)
  return {
    stop: () => {
      clearInterval(timer)
      bar.update(whole, { counts: counts(tally, stats()) })
      bar.stop()
    },
  }
}
