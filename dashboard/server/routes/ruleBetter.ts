import { Type } from 'typebox'
import { CodedError } from '#domain/errors.ts'
import type { LabelledCase, TicketVerdict } from '#domain/ruleRecord.ts'
import { actorOf } from '../auth/guard.ts'
import type { Api } from '../http/api.ts'
import { atMost } from '../http/atMost.ts'
import type { DashboardNeeds } from '../needs.ts'
import { BetterLimitView } from '../views/rules.ts'

/** Cases that are played again at most, the newest. */
const MOST_CASES = 40
/** The longest that a check may take, in milliseconds. */
const LONGEST_MS = 60_000

const Count = Type.Integer({ minimum: 0 })
const CheckedBetter = Type.Object(
  {
    better: BetterLimitView,
    replay: Type.Object(
      {
        genuine: Count,
        kept: Count,
        wrong: Count,
        spared: Count,
        unknown: Type.Integer({ minimum: 0, description: 'Cases that stored telemetry cannot play again' }),
        confirmed: Type.Boolean({ description: 'It tells them apart there too; without it, take nothing over' }),
      },
      { description: 'What the limit does when the telemetry around the labelled tickets is played again' },
    ),
  },
  { $id: 'CheckedBetter' },
)

type Needs = Pick<DashboardNeeds, 'ruleBook' | 'maintenance' | 'replayCases'>

/** What is played again: equipment and time of each ticket that was judged. */
async function casesOf(
  { tickets }: Pick<Needs['maintenance'], 'tickets'>,
  judged: readonly TicketVerdict[],
): Promise<LabelledCase[]> {
  const found = await tickets.many(judged.map(({ ticket }) => ticket))
  const openedAt = new Map(found.map(ticket => [ticket.id, ticket.openedAt]))
  return judged.flatMap(({ ticket, equipment, outcome }) => {
    const at = openedAt.get(ticket)
    return at === undefined ? [] : [{ equipment, at, genuine: outcome === 'genuine' }]
  })
}

/** The limit that would have been better, checked against the telemetry around the tickets that it was found from. */
export function ruleBetterRoute(app: Api, { ruleBook, maintenance, replayCases }: Needs): void {
  const alone = atMost(1)
  app.get(
    '/api/rules/:code/better',
    {
      schema: {
        tags: ['rules'],
        params: Type.Object({ code: Type.String({ minLength: 1, maxLength: 64 }) }),
        response: { 200: CheckedBetter },
      },
    },
    async request => {
      const actor = actorOf(request)
      const { code } = request.params
      const rule = ruleBook.inForce(code, actor)
      const records = await maintenance.ruleRecords.records({ rules: [rule], sites: actor.sites, detailed: true })
      const { better, tickets = [] } = records.get(code)?.precision ?? {}
      if (!better) throw new CodedError('NOT_FOUND', { rule: code }, `There is no better limit for ${code}`)
      return await alone(async () => {
        const cases = await casesOf(maintenance, tickets.slice(0, MOST_CASES))
        const signal = AbortSignal.timeout(LONGEST_MS)
        return { better, replay: await replayCases(rule, better.condition, cases, { signal }) }
      })
    },
  )
}
