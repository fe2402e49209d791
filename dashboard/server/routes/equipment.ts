import { type TProperties, Type } from 'typebox'
import type { Registry } from '#database/registry.ts'
import type { Catalogue, ClassEntry } from '#domain/catalogue.ts'
import {
  EQUIPMENT_STATES,
  OCCUPANCIES,
  Params,
  type ParamValue,
  ParamValue as ParamValueSchema,
} from '#domain/equipment.ts'
import { acceptsParam, valueProblem } from '#domain/equipmentParams.ts'
import { CodedError } from '#domain/errors.ts'
import { seesSite } from '#domain/people.ts'
import { PlateDecision } from '#domain/plates.ts'
import { toWire } from '#domain/wire.ts'
import { actorOf } from '../auth/guard.ts'
import type { Estate } from '../estate/estate.ts'
import type { Api } from '../http/api.ts'
import { memoryPage, memoryPaging } from '../http/memoryPage.ts'
import { Id, IdPath, PageOf, strict } from '../views/common.ts'
import { EquipmentDetailView, EquipmentView } from '../views/estate.ts'
import { mustSeeEquipment } from './scope.ts'

export interface EquipmentNeeds {
  registry: Registry
  catalogue: Catalogue
  estate: Estate
}

const Name = Type.String({ minLength: 1, maxLength: 200 })
const Occupancy = Type.Enum([...OCCUPANCIES])
const optional = <P extends TProperties>(properties: P) => Type.Partial(Type.Object(properties))

const NewEquipment = strict(
  {
    id: Id,
    site: Id,
    class: Id,
    name: Name,
    ...optional({ gateway: Id, params: Params, occupancy: Occupancy, fedBy: Id }).properties,
  },
  { $id: 'NewEquipment' },
)
const EquipmentChange = strict(
  optional({
    name: Name,
    occupancy: Occupancy,
    fedBy: Type.Union([Id, Type.Null()], { description: 'The equipment that feeds it; null: none that is known' }),
    confirmed: Type.Literal(true, { description: 'A person has looked at what its gateway named' }),
    params: Type.Record(Type.String({ maxLength: 64 }), Type.Union([ParamValueSchema, Type.Null()]), {
      description: 'Joined with those that are set (RFC 7396): null takes one away',
    }),
  }).properties,
  { $id: 'EquipmentChange', minProperties: 1 },
)
const Filter = strict({
  ...optional({ site: Id, class: Id, state: Type.Enum([...EQUIPMENT_STATES]) }).properties,
  ...memoryPaging,
})

/** @throws CodedError UNKNOWN_PARAMETER, BAD_REQUEST for a value that the parameter cannot have */
function checkParams(entry: ClassEntry, params: Record<string, ParamValue>): void {
  for (const [name, value] of Object.entries(params)) {
    if (!acceptsParam(entry, name)) throw new CodedError('UNKNOWN_PARAMETER', { parameter: name, class: entry.code })
    const message = valueProblem(entry, name, value)
    if (message !== undefined)
      throw new CodedError('BAD_REQUEST', { problems: [{ in: 'body', path: `/params/${name}`, message }] })
  }
}

function classEntry(catalogue: Catalogue, name: string): ClassEntry {
  const entry = catalogue.classes.get(name)
  if (!entry) throw new CodedError('UNKNOWN_CLASS', { class: name })
  return entry
}

function joinParams(
  own: Record<string, ParamValue>,
  change: Record<string, ParamValue | null>,
): Record<string, ParamValue> {
  const joined = Object.entries({ ...own, ...change })
  return Object.fromEntries(joined.filter((pair): pair is [string, ParamValue] => pair[1] !== null))
}

function changeRoutes(app: Api, { registry, catalogue, estate }: EquipmentNeeds): void {
  app.post(
    '/api/equipment',
    { schema: { tags: ['estate'], body: NewEquipment, response: { 201: EquipmentDetailView } } },
    async (request, reply) => {
      const { params = {}, occupancy = 'unknown', ...given } = request.body
      if (!seesSite(actorOf(request), given.site)) throw new CodedError('UNKNOWN_SITE', { site: given.site })
      checkParams(classEntry(catalogue, given.class), params)
      const made = await registry.addEquipment({ ...given, params, occupancy })
      return reply.status(201).send(toWire(await estate.detail(made)))
    },
  )

  app.patch(
    '/api/equipment/:id',
    { schema: { tags: ['estate'], params: IdPath, body: EquipmentChange, response: { 200: EquipmentDetailView } } },
    async request => {
      const known = mustSeeEquipment(registry, actorOf(request), request.params.id)
      const { params: paramChange = {}, ...change } = request.body
      const params = joinParams(known.params, paramChange)
      checkParams(classEntry(catalogue, known.class), params)
      return toWire(
        await estate.detail(await registry.changeEquipment(known.id, { ...change, params }, actorOf(request).username)),
      )
    },
  )
}

/** A person decides about what a device says of itself otherwise than the file. */
function plateRoute(app: Api, { registry, estate }: EquipmentNeeds): void {
  app.post(
    '/api/equipment/:id/plate',
    { schema: { tags: ['estate'], params: IdPath, body: PlateDecision, response: { 200: EquipmentDetailView } } },
    async request => {
      const actor = actorOf(request)
      const { id } = mustSeeEquipment(registry, actor, request.params.id)
      return toWire(await estate.detail(await registry.decidePlate(id, request.body, actor.username)))
    },
  )
}

/** The equipment with its state, the age of its data and its open faults. */
export function equipmentRoutes(app: Api, needs: EquipmentNeeds): void {
  const { registry, estate } = needs

  app.get(
    '/api/equipment',
    { schema: { tags: ['estate'], querystring: Filter, response: { 200: PageOf(EquipmentView) } } },
    async request => {
      const { site, class: kind, state } = request.query
      const actor = actorOf(request)
      const shown = [...registry.listEquipment()].filter(
        e =>
          seesSite(actor, e.site) &&
          (site === undefined || e.site === site) &&
          (kind === undefined || e.class === kind),
      )
      if (state === undefined) {
        const { items, ...rest } = memoryPage(shown, request.query)
        return { items: toWire(await estate.describe(items)), ...rest }
      }
      const described = await estate.describe(shown)
      return toWire(
        memoryPage(
          described.filter(e => e.state === state),
          request.query,
        ),
      )
    },
  )

  app.get(
    '/api/equipment/:id',
    { schema: { tags: ['estate'], params: IdPath, response: { 200: EquipmentDetailView } } },
    async request => toWire(await estate.detail(mustSeeEquipment(registry, actorOf(request), request.params.id))),
  )

  changeRoutes(app, needs)
  plateRoute(app, needs)
}
