import { Type } from 'typebox'
import { CodedError } from '#domain/errors.ts'
import { FOLLOW_UP_LISTS, NewCallAttempt } from '#domain/followUps.ts'
import { qrSvg } from '#domain/qrSvg.ts'
import { SurveyWanted } from '#domain/surveys.ts'
import { CALL_KINDS, type CallKind } from '#domain/ticketClocks.ts'
import { toWire } from '#domain/wire.ts'
import { actorOf } from '../auth/guard.ts'
import { addressOf } from '../http/addressOf.ts'
import type { Api } from '../http/api.ts'
import type { FollowUpVerbs, SurveyVerbs } from '../needs/customers.ts'
import { Id, IdPath, PageOf, paging, strict } from '../views/common.ts'
import { AskedCustomerView, FollowUpView, SurveyCodeView, SurveyInvitationView } from '../views/customers.ts'

const Filter = strict({
  due: Type.Optional(Type.Enum([...FOLLOW_UP_LISTS], { default: 'open' })),
  site: Type.Optional(Id),
  ...paging,
})
const tags = ['customers']

/** `t-12:followUp` @throws CodedError NOT_FOUND */
function callOf(id: string): [ticket: string, kind: CallKind] {
  const [ticket = '', kind] = id.split(':')
  const known = CALL_KINDS.find(each => each === kind)
  if (!known) throw new CodedError('NOT_FOUND', { followUp: id })
  return [ticket, known]
}

/** The calls that customers are owed, and the links to their surveys. */
export function followUpRoutes(
  app: Api,
  { followUps, surveys, publicUrl }: { followUps: FollowUpVerbs; surveys: SurveyVerbs; publicUrl?: string | undefined },
): void {
  app.get(
    '/api/follow-ups',
    { schema: { tags, querystring: Filter, response: { 200: PageOf(FollowUpView) } } },
    async request => toWire(await followUps.list(request.query, actorOf(request))),
  )

  app.post(
    '/api/follow-ups/:id/attempts',
    { schema: { tags, params: IdPath, body: NewCallAttempt, response: { 200: FollowUpView } } },
    async request => toWire(await followUps.attempt(...callOf(request.params.id), request.body, actorOf(request))),
  )

  app.get(
    '/api/tickets/:id/surveys',
    { schema: { tags, params: IdPath, response: { 200: Type.Object({ items: Type.Array(AskedCustomerView) }) } } },
    async request => ({ items: await surveys.asked(request.params.id, actorOf(request)) }),
  )

  app.post(
    '/api/tickets/:id/survey-invitations',
    { schema: { tags, params: IdPath, body: SurveyWanted, response: { 201: SurveyInvitationView } } },
    async (request, reply) =>
      reply.status(201).send(toWire(await surveys.invite(request.params.id, actorOf(request), request.body))),
  )

  app.post(
    '/api/tickets/:id/survey-codes',
    {
      schema: {
        tags,
        params: IdPath,
        body: SurveyWanted,
        response: { 201: SurveyCodeView },
        description: 'A QR code for the customer to scan on the spot; the answer says who showed it',
      },
    },
    async (request, reply) => {
      const { token, expiresAt } = await surveys.show(request.params.id, actorOf(request), request.body)
      const svg = qrSvg(addressOf(request, publicUrl, `/s/${token}`))
      return reply.status(201).header('cache-control', 'no-store').send(toWire({ svg, expiresAt }))
    },
  )
}
