import { onScopeDispose, type Ref, ref, shallowRef, type WatchSource, watch } from 'vue'
import type { Bucket, Point } from '#domain/telemetry.ts'
import type { Wire } from '#domain/wire.ts'
import { millis } from '../api/millis.ts'
import { useServices } from '../services.ts'
import { type Load, useLoad } from '../ui/useLoad.ts'
import { appendPoints, type ChartPoint } from './columns.ts'

export interface SeriesQuery {
  equipment: string
  metric: string
  from: number
  to: number
  every: string | undefined
  /** Whether the window ends now and moves on. */
  live: boolean
}

export interface Series {
  readonly points: Readonly<Ref<readonly ChartPoint[]>>
  readonly window: Readonly<Ref<{ from: number; to: number }>>
  readonly load: Load<unknown>
}

type Answer = { points: (Wire<Bucket> | Wire<Point>)[] }

/** Raw booleans may travel as such; a chart has numbers. */
const numeric = (value: number | boolean): number => Number(value)

const toPoint = (point: Answer['points'][number]): ChartPoint =>
  'mean' in point
    ? { ts: millis(point.ts), value: point.mean, min: point.min, max: point.max }
    : { ts: millis(point.ts), value: numeric(point.value) }

/** The points of one metric, read once and then carried on by what arrives live, at most once a second. */
export function useSeries(query: () => SeriesQuery, on: WatchSource[]): Series {
  const { api, live } = useServices()
  const points = shallowRef<readonly ChartPoint[]>([])
  const window = ref({ from: query().from, to: query().to })
  const waiting: ChartPoint[] = []

  const load = useLoad(async signal => {
    const { equipment, metric, from, to, every } = query()
    const answer = await api.get<Answer>(
      `/equipment/${equipment}/telemetry`,
      { metric, from: new Date(from).toISOString(), to: new Date(to).toISOString(), every },
      signal,
    )
    window.value = { from, to }
    points.value = answer.points.map(toPoint)
    return answer
  }, on)

  const stopPoints = watch(
    () => query().equipment,
    (equipment, _, onCleanup) =>
      onCleanup(
        live.watchPoints(equipment, message => {
          if (message.metric !== query().metric) return
          for (const [ts, value] of message.points) if (value !== null) waiting.push({ ts, value: numeric(value) })
        }),
      ),
    { immediate: true },
  )
  const stopClock = watch(live.now, now => {
    const fresh = waiting.splice(0)
    if (!query().live || load.data.value === undefined) return
    const { from, to } = query()
    window.value = { from: now - (to - from), to: now }
    if (fresh.length > 0) points.value = appendPoints(points.value, fresh, window.value.from)
  })
  onScopeDispose(() => {
    stopPoints()
    stopClock()
  })
  return { points, window, load }
}
