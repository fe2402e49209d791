import { Type } from 'typebox'
import type { Registry } from '#database/registry.ts'
import type { Catalogue } from '#domain/catalogue.ts'
import type { Metric } from '#domain/equipmentClass.ts'
import { CodedError } from '#domain/errors.ts'
import { MAX_FUTURE_MS } from '#domain/telemetry.ts'
import type { RangeQuery, TelemetryStore } from '#domain/telemetryStore.ts'
import { type Clock, iso } from '#domain/time.ts'
import { actorOf } from '../auth/guard.ts'
import type { Api } from '../http/api.ts'
import { toDuration, toMillis } from '../moment.ts'
import { IdPath, Moment, strict } from '../views/common.ts'
import { mustSeeEquipment } from './scope.ts'

export interface TelemetryNeeds {
  registry: Registry
  catalogue: Catalogue
  telemetry: Pick<TelemetryStore, 'range' | 'downsample'>
  clock: Clock
}

const MAX_RAW_POINTS = 20_000
const MAX_BUCKETS = 5_000
const MIN_BUCKET_MS = 1000
const DEFAULT_SPAN_MS = 3_600_000

const Query = strict({
  metric: Type.String({ minLength: 1, maxLength: 64 }),
  from: Type.Optional(
    Type.String({ maxLength: 40, description: 'ISO 8601 or milliseconds; an hour before `to` when left out' }),
  ),
  to: Type.Optional(Type.String({ maxLength: 40, description: 'Exclusive; now when left out' })),
  every: Type.Optional(
    Type.String({ maxLength: 20, description: 'Width of a bucket: 1m, 1h, PT5M; raw points without it' }),
  ),
})
const RawPoint = Type.Object({ ts: Moment, value: Type.Union([Type.Number(), Type.Boolean()]) })
const BucketPoint = Type.Object({
  ts: Type.String({ format: 'date-time', description: 'Start of the bucket' }),
  mean: Type.Number(),
  min: Type.Number(),
  max: Type.Number(),
  count: Type.Integer(),
})
const Points = Type.Object({ points: Type.Union([Type.Array(RawPoint), Type.Array(BucketPoint)]) }, { $id: 'Points' })

/** A device's clock may be a little ahead, so that "now" is too. */
function span({ clock }: TelemetryNeeds, query: { from?: string; to?: string }): { from: number; to: number } {
  const now = clock.now()
  const to = query.to === undefined ? now + MAX_FUTURE_MS : toMillis('to', query.to)
  const from =
    query.from === undefined ? Math.max(0, Math.min(to, now) - DEFAULT_SPAN_MS) : toMillis('from', query.from)
  if (from < to) return { from, to }
  throw new CodedError('BAD_REQUEST', {
    problems: [{ in: 'querystring', path: '/from', message: 'must be before `to`' }],
  })
}

async function rawPoints({ telemetry }: TelemetryNeeds, query: RangeQuery, { kind }: Metric) {
  const points = await telemetry.range({ ...query, limit: MAX_RAW_POINTS + 1 })
  if (points.length > MAX_RAW_POINTS)
    throw new CodedError('RANGE_TOO_LONG', { maxPoints: MAX_RAW_POINTS, hint: 'every' })
  return points.map(({ ts, value }) => ({ ts: iso(ts), value: kind === 'boolean' ? value !== 0 : value }))
}

async function buckets({ telemetry }: TelemetryNeeds, query: RangeQuery, every: string) {
  const everyMs = Math.max(MIN_BUCKET_MS, toDuration('every', every))
  if ((query.to - query.from) / everyMs > MAX_BUCKETS)
    throw new CodedError('RANGE_TOO_LONG', { maxBuckets: MAX_BUCKETS })
  return (await telemetry.downsample({ ...query, everyMs })).map(bucket => ({ ...bucket, ts: iso(bucket.ts) }))
}

/** The readings of one metric. */
export function telemetryRoutes(app: Api, needs: TelemetryNeeds): void {
  app.get(
    '/api/equipment/:id/telemetry',
    { schema: { tags: ['estate'], params: IdPath, querystring: Query, response: { 200: Points } } },
    async request => {
      const { id: equipment, class: kind } = mustSeeEquipment(needs.registry, actorOf(request), request.params.id)
      const { metric: name, every } = request.query
      const metric = needs.catalogue.classes.get(kind)?.metric.get(name)
      if (!metric) throw new CodedError('UNKNOWN_METRIC', { metric: name, class: kind })
      const query = { class: kind, equipment, metric: name, ...span(needs, request.query) }
      return {
        points: every === undefined ? await rawPoints(needs, query, metric) : await buckets(needs, query, every),
      }
    },
  )
}
