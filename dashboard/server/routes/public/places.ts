import { type Static, Type } from 'typebox'
import type { Registry } from '#database/registry.ts'
import type { Catalogue } from '#domain/catalogue.ts'
import type { Equipment, Site } from '#domain/equipment.ts'
import { CodedError } from '#domain/errors.ts'
import type { IntakePolicy } from '#domain/intake.ts'
import { readLabel } from '#domain/labelCodes.ts'
import { PLACE_CLASS } from '#domain/placeClass.ts'
import type { Api } from '../../http/api.ts'
import { slowed } from '../../http/slowed.ts'
import type { IntakeVerbs } from '../../needs/intake.ts'
import type { LabelVerbs } from '../../needs/labels.ts'
import { Id } from '../../views/common.ts'
import { PublicPlaceView } from '../../views/intake.ts'
import { phonesOf } from './phones.ts'

export interface PlaceNeeds {
  intake: Pick<IntakeVerbs, 'policy'>
  labels: Pick<LabelVerbs, 'find'>
  registry: Registry
  catalogue: Catalogue
}
type Place = Static<typeof PublicPlaceView>

/** Where it is not known what it is about. */
const isPlace = (piece: Equipment | undefined): boolean => piece === undefined || piece.class === PLACE_CLASS

/** What befalls a class; where that is not known, all of it. */
function troublesOf({ troubles }: Catalogue, equipment: Equipment | undefined): Place['troubles'] {
  const of = isPlace(equipment) ? undefined : equipment?.class
  const can = troubles.filter(({ classes }) => of === undefined || !classes || classes.includes(of))
  return can.map(({ code, name, name_zh, danger }) => ({ code, name, name_zh, ...(danger && { danger }) }))
}

/** What a resident may choose from; a list of all equipment would be a gift to strangers. */
const choicesAt = (registry: Registry, { choiceClasses }: IntakePolicy, site: string): Place['choices'] =>
  [...registry.listEquipment()]
    .filter(piece => piece.site === site && piece.confirmed !== false && choiceClasses.includes(piece.class))
    .map(({ id, name }) => ({ id, name }))
    .sort((a, b) => a.name.localeCompare(b.name, 'zh-CN', { numeric: true }))

/** What it may seem to be to somebody who cannot name the equipment. */
const kindsOf = ({ classes }: Catalogue, { choiceClasses }: IntakePolicy): Place['kinds'] =>
  choiceClasses.flatMap(code => {
    const entry = classes.get(code)
    return entry ? [{ code, name: entry.name, name_zh: entry.name_zh }] : []
  })

function placeOf({ registry, catalogue }: PlaceNeeds, policy: IntakePolicy, site?: Site, piece?: Equipment): Place {
  const { maxCount, maxMegabytes } = policy.photos
  const entry = piece && catalogue.classes.get(piece.class)
  const kind = { name: entry?.name ?? '', name_zh: entry?.name_zh ?? '' }
  return {
    ...(site && { site: { id: site.id, name: site.name } }),
    ...(piece && { equipment: { id: piece.id, name: piece.name, kind, somewhere: isPlace(piece) } }),
    choices: piece
      ? []
      : site
        ? choicesAt(registry, policy, site.id)
        : registry.sites().map(({ id, name }) => ({ id, name })),
    kinds: isPlace(piece) ? kindsOf(catalogue, policy) : [],
    troubles: troublesOf(catalogue, piece),
    phones: phonesOf(policy, site?.id),
    photos: { maxCount, maxMegabytes },
    keptDays: { contact: policy.contactDays, photos: policy.photoDays },
  }
}

/** What is written on a label or in a link: a piece of equipment or a site; without either, the sites. */
export function publicPlaceRoutes(app: Api, needs: PlaceNeeds): void {
  const { intake, registry, labels } = needs
  const schema = { tags: ['residents'], response: { 200: PublicPlaceView } }
  const placeAt = async (found: Equipment | undefined, id = '') => {
    const site = registry.site(found?.site ?? id)
    const piece = found?.params.wholeSite === true ? undefined : found
    if (!site) throw new CodedError('NOT_FOUND', { place: id })
    return placeOf(needs, (await intake.policy.get()).policy, site, piece)
  }
  app.get('/api/public/places', { schema }, async () => placeOf(needs, (await intake.policy.get()).policy))

  app.get(
    '/api/public/places/:code',
    { config: slowed, schema: { ...schema, params: Type.Object({ code: Id }) } },
    ({ params: { code } }) => placeAt(registry.equipment(code), code),
  )

  app.get(
    '/api/public/labels/:code',
    {
      config: slowed,
      schema: { ...schema, params: Type.Object({ code: Type.String({ minLength: 1, maxLength: 40 }) }) },
    },
    async ({ params }, reply) => {
      reply.header('cache-control', 'no-store')
      const { code } = readLabel(params.code)
      const found = code === undefined ? undefined : await labels.find(code)
      if (!found) throw new CodedError('NOT_FOUND')
      return 'site' in found ? await placeAt(undefined, found.site) : await placeAt(registry.equipment(found.equipment))
    },
  )
}
