import type { MetricPoints } from '#domain/changes.ts'
import type { Reading } from '#domain/telemetry.ts'

const GATHER_MS = 250
/** What does not fit is not sent live; the chart reads it when it loads. */
const MAX_POINTS = 500

export interface PointsNeeds {
  watched(equipment: string): boolean
  send(points: MetricPoints): void
}

export interface PointsFeed {
  take(readings: readonly Reading[]): void
  stop(): void
}

/** Gathers the readings of watched equipment, and sends each metric's points together. */
export function createPointsFeed({ watched, send }: PointsNeeds): PointsFeed {
  const waiting = new Map<string, MetricPoints>()
  let timer: NodeJS.Timeout | undefined
  const flush = () => {
    timer = undefined
    for (const points of waiting.values()) send(points)
    waiting.clear()
  }
  const add = (equipment: string, metric: string, point: MetricPoints['points'][number]) => {
    const key = `${equipment}/${metric}`
    const series = waiting.get(key) ?? { equipment, metric, points: [] }
    if (series.points.length < MAX_POINTS) series.points.push(point)
    waiting.set(key, series)
    timer ??= setTimeout(flush, GATHER_MS)
  }
  return {
    take: readings => {
      for (const { equipment, ts, metrics, backfill } of readings) {
        if (backfill || !watched(equipment)) continue
        for (const [metric, value] of Object.entries(metrics)) add(equipment, metric, [ts, value])
      }
    },
    stop: () => clearTimeout(timer),
  }
}
