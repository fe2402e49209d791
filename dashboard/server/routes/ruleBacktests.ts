import { Readable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import type { BacktestOverview, BacktestProgress, BacktestReport } from '#domain/backtest.ts'
import { CodedError } from '#domain/errors.ts'
import { type Actor, seesSite } from '#domain/people.ts'
import { toWire } from '#domain/wire.ts'
import { actorOf } from '../auth/guard.ts'
import type { Api } from '../http/api.ts'
import { atMost } from '../http/atMost.ts'
import { toDuration, toMillis } from '../moment.ts'
import type { DashboardNeeds } from '../needs.ts'
import { BacktestOverviewView, BacktestRequest, BacktestView } from '../views/backtests.ts'
import { enterTried } from './ruleAsRead.ts'
import { mustSeeEquipment } from './scope.ts'

/** Backtests at the same time; they read much. */
const AT_ONCE = 2
const MONTH = 30 * 86_400_000

type Needs = Pick<DashboardNeeds, 'ruleBook' | 'backtest' | 'backtestAll' | 'registry' | 'clock'>
type Options = Parameters<DashboardNeeds['backtest']>[1]
type Run = (options: Options) => Promise<BacktestReport | BacktestOverview>
type Asked = Static<typeof BacktestRequest>

function stretchOf({ since, from, to }: Asked, now: number) {
  const end = to === undefined ? now : toMillis('to', to)
  const begin =
    from === undefined ? end - (since === undefined ? MONTH : toDuration('since', since)) : toMillis('from', from)
  if (begin >= end)
    throw new CodedError('BAD_REQUEST', { problems: [{ path: '/from', message: 'must lie before `to`' }] })
  return { from: Math.max(0, begin), to: end }
}

/** What is asked for: one rule, or all that the actor sees and that are not switched off. */
async function runOf(needs: Needs, asked: Asked, actor: Actor): Promise<Run> {
  const { ruleBook, backtest, backtestAll } = needs
  const { code, rule, class: kind } = asked
  const range = rangeOf(needs, asked, actor)
  if ([code, rule, kind].filter(given => given !== undefined).length > 1)
    throw new CodedError('BAD_REQUEST', {
      problems: [{ path: '/rule', message: 'give one of `code`, `rule` and `class`, or none' }],
    })
  if (code !== undefined || rule) {
    const one = rule ? await ruleBook.draft(rule) : ruleBook.inForce(code ?? '', actor)
    return (options: Options) => backtest({ ...one, ...range }, options)
  }
  const tried = ruleBook.allInForce(actor, kind)
  return (options: Options) => backtestAll(tried, range, options)
}

function rangeOf({ registry, clock }: Needs, asked: Asked, actor: Actor) {
  const { equipment, site } = asked
  if (equipment !== undefined) mustSeeEquipment(registry, actor, equipment)
  if (site !== undefined && !(registry.site(site) && seesSite(actor, site)))
    throw new CodedError('UNKNOWN_SITE', { site })
  return {
    ...stretchOf(asked, clock.now()),
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
  run: (onProgress: (progress: BacktestProgress) => void) => Promise<BacktestReport | BacktestOverview>,
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

/** Runs rules over stored telemetry: what they would have found. With `Accept: application/x-ndjson` the progress comes along. */
export function ruleBacktestRoutes(app: Api, needs: Needs): void {
  const limited = atMost(AT_ONCE)
  app.post(
    '/api/rules/backtest',
    {
      preValidation: enterTried,
      schema: {
        tags: ['rules'],
        body: BacktestRequest,
        response: { 200: Type.Union([BacktestView, BacktestOverviewView]) },
      },
    },
    async (request: FastifyRequest<{ Body: Asked }>, reply) => {
      const work = await runOf(needs, request.body, actorOf(request))
      const signal = hungUp(reply)
      const run = (onProgress?: (progress: BacktestProgress) => void) =>
        limited(() => work({ signal, ...(onProgress && { onProgress }) }))
      if (!request.headers.accept?.includes('application/x-ndjson')) return toWire(await run()) as never
      return reply.type('application/x-ndjson').send(Readable.from(lines(run)) as never)
    },
  )
}
