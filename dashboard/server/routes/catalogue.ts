import { createHash } from 'node:crypto'
import { Type } from 'typebox'
import type { Registry } from '#database/registry.ts'
import type { Catalogue, ClassEntry } from '#domain/catalogue.ts'
import { DispatchReference } from '#domain/dispatch.ts'
import { EquipmentClass } from '#domain/equipmentClass.ts'
import type { Actor } from '#domain/people.ts'
import { ruleAsSeen, seesRule } from '#domain/ruleScope.ts'
import { actorOf } from '../auth/guard.ts'
import type { Api } from '../http/api.ts'

const CatalogueView = Type.Object(
  {
    classes: Type.Array(EquipmentClass),
    skills: Type.Array(
      Type.Object({
        code: Type.String(),
        en: Type.String(),
        zh: Type.String(),
        crew: Type.Number(),
        certificateKind: Type.Optional(Type.String()),
        certificateRequired: Type.Boolean(),
      }),
    ),
    dispatch: DispatchReference,
    closeCodes: Type.Record(
      Type.String(),
      Type.Array(Type.Array(Type.String()), { description: 'code, English, Chinese' }),
    ),
    serviceLevels: Type.Unknown(),
    troubles: Type.Unknown({ description: 'The kinds of trouble that people report' }),
  },
  { $id: 'Catalogue' },
)

function catalogueText(
  { classes, skills, dispatch, closeCodes, serviceLevels, troubles }: Catalogue,
  faultsOf: (entry: EquipmentClass) => EquipmentClass['faults'],
): string {
  const shown = [...classes.values()].map(({ metric: _, fault: __, ...entry }) => ({
    ...entry,
    faults: faultsOf(entry),
  }))
  const rows = Object.entries(closeCodes).filter(([, list]) => Array.isArray(list))
  return JSON.stringify({
    classes: shown,
    skills,
    dispatch,
    closeCodes: Object.fromEntries(rows),
    serviceLevels,
    troubles,
  })
}

interface CatalogueNeeds {
  catalogue: Catalogue
  registry: Pick<Registry, 'equipment'>
}

interface Shown {
  classes: ClassEntry[]
  text: string
  etag: string
}

/** Texts that are kept, one for each set of sites; what was not asked for longest goes. */
const KEPT = 20

/** The text of the catalogue as an actor sees its rules, made anew when a rule has changed. */
function createCatalogueText({ catalogue, registry }: CatalogueNeeds): (actor: Actor) => Shown {
  const kept = new Map<string, Shown>()
  const make = (actor: Actor, classes: ClassEntry[]): Shown => {
    const faultsOf = ({ faults }: EquipmentClass) =>
      faults
        .filter(rule => seesRule(actor, rule, registry.equipment))
        .map(rule => ruleAsSeen(actor, rule, registry.equipment))
    const text = catalogueText(catalogue, faultsOf)
    return { classes, text, etag: `"${createHash('sha256').update(text).digest('base64url')}"` }
  }
  return actor => {
    const classes = [...catalogue.classes.values()]
    const scoped = classes.some(({ faults }) => faults.some(({ scope }) => scope !== undefined))
    const key = scoped ? actor.sites.toSorted().join(',') : ''
    const known = kept.get(key)
    const shown = known && classes.every((entry, i) => entry === known.classes[i]) ? known : make(actor, classes)
    kept.delete(key)
    kept.set(key, shown)
    if (kept.size > KEPT) kept.delete(kept.keys().next().value as string)
    return shown
  }
}

/** The classes, faults and codes with their names in both languages, with the rules in force. */
export function catalogueRoutes(app: Api, needs: CatalogueNeeds): void {
  const read = createCatalogueText(needs)
  app.get(
    '/api/catalogue',
    { schema: { tags: ['estate'], response: { 200: CatalogueView } } },
    async (request, reply) => {
      const { text, etag } = read(actorOf(request))
      reply.header('etag', etag).header('cache-control', 'private, no-cache')
      if (request.headers['if-none-match']?.includes(etag)) return reply.status(304 as 200).send(undefined as never)
      return reply
        .type('application/json; charset=utf-8')
        .serializer(String)
        .send(text as never)
    },
  )
}
