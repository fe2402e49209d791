import { Type } from 'typebox'
import type { Registry } from '#database/registry.ts'
import type { Gateway } from '#domain/equipment.ts'
import { CodedError } from '#domain/errors.ts'
import { seesSite } from '#domain/people.ts'
import { toWire } from '#domain/wire.ts'
import { actorOf } from '../auth/guard.ts'
import type { Api } from '../http/api.ts'
import type { IngestVerbs } from '../needs/ingest.ts'
import { Id, PageOf, strict } from '../views/common.ts'
import { GatewayView } from '../views/estate.ts'

const NewGateway = strict({ id: Id, site: Id }, { $id: 'NewGateway' })
const MadeGateway = Type.Object(
  { ...GatewayView.properties, password: Type.String({ description: 'For MQTT; shown this once' }) },
  { $id: 'MadeGateway' },
)

interface GatewayNeeds {
  registry: Registry
  ingest: Pick<IngestVerbs, 'counting'>
}

export function gatewayRoutes(app: Api, { registry, ingest }: GatewayNeeds): void {
  const described = (gateway: Gateway) => {
    const { gaps, missing } = ingest.counting?.(gateway.id) ?? {}
    return { ...gateway, ...(gaps !== undefined && { gaps }), ...(missing !== undefined && { missing }) }
  }
  app.get('/api/gateways', { schema: { tags: ['estate'], response: { 200: PageOf(GatewayView) } } }, async request => {
    const actor = actorOf(request)
    return {
      items: toWire(
        registry
          .gateways()
          .filter(gateway => seesSite(actor, gateway.site))
          .map(described),
      ),
    }
  })

  app.post(
    '/api/gateways',
    { schema: { tags: ['estate'], body: NewGateway, response: { 201: MadeGateway } } },
    async (request, reply) => {
      const { site } = request.body
      if (!seesSite(actorOf(request), site)) throw new CodedError('UNKNOWN_SITE', { site })
      const { gateway, password } = await registry.addGateway(request.body)
      return reply
        .status(201)
        .header('cache-control', 'no-store')
        .send({ ...toWire(gateway), password })
    },
  )
}
