import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import { accessOf } from '../auth/access.ts'
import type { Api } from '../http/api.ts'
import { ErrorView } from '../http/errors.ts'
import { hoistSchemas } from './hoist.ts'

const TAGS = [
  { name: 'session', description: 'Logging in, and tokens for programs' },
  { name: 'estate', description: 'Sites, gateways, equipment and their readings' },
  { name: 'faults', description: 'What the rules found' },
  { name: 'rules', description: 'When a fault is found, and what follows' },
  { name: 'tickets', description: 'Repairs' },
  { name: 'residents', description: 'Reports without a log-in' },
  { name: 'parts', description: 'Spare parts: stock, reservations, purchases' },
  { name: 'plans', description: 'Preventive maintenance: plans, due dates, visits' },
  { name: 'people', description: 'Technicians and accounts' },
  { name: 'analytics', description: 'What the repair history tells' },
  { name: 'operations', description: 'The service itself' },
]

/** Adds to each operation who may call it and how a refusal looks. */
function describeRoute(method: string, url: string, schema: Record<string, unknown>): Record<string, unknown> {
  const access = accessOf(method, url)
  const responses = { ...(schema.response as object), default: ErrorView }
  if (access === undefined || access === 'public') return { ...schema, response: responses, security: [] }
  const roles = `Roles: ${access.roles.join(', ')}${access.everySite ? '; not limited to sites' : ''}.`
  return { ...schema, response: responses, description: roles }
}

/** Describes the API from the schemas that check it: `/api/openapi.json` and a page to try it, `/api/docs`. Call it before the routes are made. */
export async function describeApi(app: Api): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Caretaker', version: '1', description: 'Fault detection, repair tickets and spare parts.' },
      tags: TAGS,
      security: [{ session: [] }, { token: [] }],
      components: {
        securitySchemes: {
          session: { type: 'apiKey', in: 'cookie', name: 'caretaker_session' },
          token: { type: 'http', scheme: 'bearer' },
        },
      },
    },
    refResolver: {
      buildLocalReference: (schema, _base, _fragment, index) =>
        typeof schema.$id === 'string' ? schema.$id : `def-${index}`,
    },
    transform: ({ schema, url, route }) => ({
      url,
      schema: describeRoute([route.method].flat()[0] ?? 'GET', url, (schema ?? {}) as Record<string, unknown>),
    }),
    transformObject: given => ('openapiObject' in given ? hoistSchemas(given.openapiObject) : given.swaggerObject),
  })
  await app.register(swaggerUi, { routePrefix: '/api/docs' })
}

export function openApiRoute(app: Api): void {
  app.get('/api/openapi.json', { schema: { hide: true } as object }, async () => app.swagger())
}
