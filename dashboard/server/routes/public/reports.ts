import { Type } from 'typebox'
import { CodedError } from '#domain/errors.ts'
import { type IntakePolicy, PublicReport } from '#domain/intake.ts'
import type { PublicStatus } from '#domain/reported.ts'
import type { Millis } from '#domain/time.ts'
import { toWire } from '#domain/wire.ts'
import { createRates, type RateKey } from '../../auth/rates.ts'
import type { Api } from '../../http/api.ts'
import { callerOf } from '../../http/callerOf.ts'
import type { IntakeVerbs } from '../../needs/intake.ts'
import { PublicStatusView, TakenReportView } from '../../views/intake.ts'
import { phonesOf } from './phones.ts'
import type { PlaceNeeds } from './places.ts'

export interface PublicReportNeeds extends PlaceNeeds {
  intake: IntakeVerbs
  now(): Millis
}

export const TokenPath = Type.Object({ token: Type.String({ minLength: 1, maxLength: 200 }) })
const MAX_BODY_BYTES = 16_384

/** What the status page shows, with the names that a resident knows. */
async function shownStatus({ intake, registry, catalogue }: PublicReportNeeds, status: PublicStatus) {
  const { policy } = await intake.policy.get()
  const { site, equipment, place: words, trouble: code, ...shown } = status
  const names = [registry.equipment(equipment)?.name ?? equipment, words, registry.site(site)?.name ?? site]
  const place = [...new Set(names)].filter(Boolean).join(' · ')
  const { name, name_zh } = catalogue.troubles.find(each => each.code === code) ?? { name: code, name_zh: code }
  return { ...shown, place, trouble: { code, name, name_zh }, ...(status.danger && { phones: phonesOf(policy, site) }) }
}

/**
 * What a report counts against. What others say about a piece of equipment never keeps anybody from telling of danger, and
 * all of that joins one ticket.
 */
function countedBy({ catalogue }: PublicReportNeeds, report: PublicReport, { rates }: IntakePolicy) {
  const { equipment, site, trouble, danger } = report
  const about: RateKey =
    equipment === undefined ? [`somewhere at ${site}`, rates.perSite] : [`about ${equipment}`, rates.perEquipment]
  const endangers = danger === true || catalogue.troubles.some(each => each.code === trouble && each.danger === true)
  return endangers ? [] : [about]
}

/** Residents report without a log-in and follow what becomes of it by a link that nobody can guess. */
export function publicReportRoutes(app: Api, needs: PublicReportNeeds): void {
  const { intake, registry, now } = needs
  const tags = ['residents']
  const rates = createRates(now)

  app.post(
    '/api/public/reports',
    { bodyLimit: MAX_BODY_BYTES, schema: { tags, body: PublicReport, response: { 201: TakenReportView } } },
    async (request, reply) => {
      const { policy } = await intake.policy.get()
      const { equipment = '', site = registry.equipment(equipment)?.site ?? '' } = request.body
      if (!registry.site(site)) throw new CodedError('NOT_FOUND', { equipment })
      const about = countedBy(needs, request.body, policy)
      rates.take([[`from ${callerOf(request)}`, policy.rates.perAddress], ...about], policy.rates.windowMin * 60_000)
      const taken = await intake.takePublic(request.body).catch(error => {
        for (const [key] of about) rates.giveBack(key)
        throw error
      })
      const phones = taken.danger && { phones: phonesOf(policy, site) }
      return reply
        .status(201)
        .header('cache-control', 'no-store')
        .send({ ...taken, ...phones })
    },
  )

  app.get(
    '/api/public/reports/:token',
    { schema: { tags, params: TokenPath, response: { 200: PublicStatusView } } },
    async (request, reply) => {
      const status = await intake.status(request.params.token)
      if (!status) throw new CodedError('NOT_FOUND')
      reply.header('cache-control', 'no-store')
      return toWire(await shownStatus(needs, status))
    },
  )
}
