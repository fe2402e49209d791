import { createHash } from 'node:crypto'
import { Type } from 'typebox'
import type { Catalogue } from '#domain/catalogue.ts'
import { DispatchReference } from '#domain/dispatch.ts'
import { EquipmentClass } from '#domain/equipmentClass.ts'
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

function catalogueText({ classes, skills, dispatch, closeCodes, serviceLevels, troubles }: Catalogue): string {
  const shown = [...classes.values()].map(({ metric: _, fault: __, ...entry }) => entry)
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

interface Shown {
  classes: EquipmentClass[]
  text: string
  etag: string
}

/** The text of the catalogue, made anew when a rule has changed. */
function createCatalogueText(catalogue: Catalogue): () => Shown {
  let shown: Shown | undefined
  return () => {
    const classes = [...catalogue.classes.values()]
    if (shown && classes.every((entry, i) => entry === shown?.classes[i])) return shown
    const text = catalogueText(catalogue)
    shown = { classes, text, etag: `"${createHash('sha256').update(text).digest('base64url')}"` }
    return shown
  }
}

/** The classes, faults and codes with their names in both languages, with the rules in force. */
export function catalogueRoutes(app: Api, { catalogue }: { catalogue: Catalogue }): void {
  const read = createCatalogueText(catalogue)
  app.get(
    '/api/catalogue',
    { schema: { tags: ['estate'], response: { 200: CatalogueView } } },
    async (request, reply) => {
      const { text, etag } = read()
      reply.header('etag', etag).header('cache-control', 'private, no-cache')
      if (request.headers['if-none-match']?.includes(etag)) return reply.status(304 as 200).send(undefined as never)
      return reply
        .type('application/json; charset=utf-8')
        .serializer(String)
        .send(text as never)
    },
  )
}
