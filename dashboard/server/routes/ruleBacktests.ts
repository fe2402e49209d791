import { Readable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import type { BacktestProgress, BacktestReport } from '#domain/backtest.ts'
import { CodedError } from '#domain/errors.ts'
import { type Actor, seesSite } from '#domain/people.ts'
import { NewRule } from '#domain/rules.ts'
import { toWire } from '#domain/wire.ts'
import { actorOf } from '../auth/guard.ts'
import type { Api } from '../http/api.ts'
import { toDuration, toMillis } from '../moment.ts'
import type { DashboardNeeds } from '../needs.ts'
import { Id, Moment, MomentInput, strict } from '../views/common.ts'
import { mustSeeEquipment } from './scope.ts'

const BacktestRequest = strict(
  {
    code: Type.Optional(Type.String({ maxLength: 64, description: 'A rule in force; or give `rule`' })),
    rule: Type.Optional(NewRule),
    since: Type.Optional(Type.String({ maxLength: 40, description: 'How far back: `30d`, `PT12H`; or give `from`' })),
    from: Type.Optional(MomentInput),
    to: Type.Optional(MomentInput),
    equipment: Type.Optional(Id),
    site: Type.Optional(Id),
  },
  { $id: 'BacktestRequest' },
)
const Overlap = Type.Object({ hits: Type.Integer(), misses: Type.Integer(), extra: Type.Integer() })
const Firing = Type.Object({
  equipment: Id,
  firedAt: Moment,
  clearedAt: Type.Optional(Moment),
  evidence: Type.Array(Type.Unknown()),
})
const BacktestView = Type.Object(
  {
    code: Type.String(),
    class: Id,
    from: Moment,
    to: Moment,
    equipment: Type.Integer(),
    readings: Type.Integer(),
    firings: Type.Integer(),
    perDay: Type.Number(),
    listed: Type.Array(Firing),
    tickets: Overlap,
    faults: Overlap,
    unsupported: Type.Array(Type.String()),
    tookMs: Type.Integer(),
  },
  { $id: 'BacktestReport' },
)

/** Backtests at the same time; they read much. */
const AT_ONCE = 2
const MONTH = 30 * 86_400_000

type Needs = Pick<DashboardNeeds, 'ruleBook' | 'backtest' | 'registry' | 'clock'>
type Asked = Static<typeof BacktestRequest>

function rangeOf({ since, from, to }: Asked, now: number) {
  const end = to === undefined ? now : toMillis('to', to)
  const begin =
    from === undefined ? end - (since === undefined ? MONTH : toDuration('since', since)) : toMillis('from', from)
  if (begin >= end)
    throw new CodedError('BAD_REQUEST', { problems: [{ path: '/from', message: 'must lie before `to`' }] })
  return { from: Math.max(0, begin), to: end }
}

async function ruleOf({ ruleBook }: Needs, { code, rule }: Asked, actor: Actor) {
  if ((code === undefined) === (rule === undefined))
    throw new CodedError('BAD_REQUEST', { problems: [{ path: '/rule', message: 'give either `code` or `rule`' }] })
  return rule ? await ruleBook.draft(rule) : ruleBook.inForce(code ?? '', actor)
}

async function queryOf(needs: Needs, asked: Asked, actor: Actor) {
  const { equipment, site } = asked
  if (equipment !== undefined) mustSeeEquipment(needs.registry, actor, equipment)
  if (site !== undefined && !(needs.registry.site(site) && seesSite(actor, site)))
    throw new CodedError('UNKNOWN_SITE', { site })
  return {
    ...(await ruleOf(needs, asked, actor)),
    ...rangeOf(asked, needs.clock.now()),
    includes: (piece: { id: string; site: string }) =>
      seesSite(actor, piece.site) &&
      (equipment === undefined || piece.id === equipment) &&
      (site === undefined || piece.site === site),
  }
}

/** The abort of a caller who hangs up. */
function hungUp(reply: FastifyReply): AbortSignal {
  const gone = new AbortController()
  reply.raw.once('close', () => gone.abort(new CodedError('BAD_REQUEST', undefined, 'The caller hung up')))
  return gone.signal
}

/** Progress a line, at most four a second, and in the end the report or the error: NDJSON. */
async function* lines(
  run: (onProgress: (progress: BacktestProgress) => void) => Promise<BacktestReport>,
): AsyncGenerator<string> {
  let newest: BacktestProgress | undefined
  const work = run(progress => {
    newest = progress
  }).then(
    report => ({ report: toWire(report) }),
    (error: unknown) => {
      const { code, message, details } = error instanceof CodedError ? error : new CodedError('INTERNAL')
      return { error: { code, message, details } }
    },
  )
  for (;;) {
    const ended = await Promise.race([work, delay(250, undefined)])
    if (newest) yield `${JSON.stringify({ progress: newest })}\n`
    if (ended) return yield `${JSON.stringify(ended)}\n`
  }
}

/** Runs a rule over stored telemetry: what it would have found. With `Accept: application/x-ndjson` the progress comes along. */
export function ruleBacktestRoutes(app: Api, needs: Needs): void {
  let running = 0
  const limited = async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= AT_ONCE) throw new CodedError('TOO_MANY_REQUESTS', { atOnce: AT_ONCE, retryAfterS: 5 })
    running++
    return await work().finally(() => running--)
  }
  app.post(
    '/api/rules/backtest',
    { schema: { tags: ['rules'], body: BacktestRequest, response: { 200: BacktestView } } },
    async (request: FastifyRequest<{ Body: Asked }>, reply) => {
      const query = await queryOf(needs, request.body, actorOf(request))
      const signal = hungUp(reply)
      const run = (onProgress?: (progress: BacktestProgress) => void) =>
        limited(() => needs.backtest(query, { signal, ...(onProgress && { onProgress }) }))
      if (!request.headers.accept?.includes('application/x-ndjson')) return toWire(await run()) as never
      return reply.type('application/x-ndjson').send(Readable.from(lines(run)) as never)
    },
  )
}
