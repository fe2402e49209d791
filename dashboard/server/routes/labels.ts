import type { Registry } from '#database/registry.ts'
import { labelPath } from '#domain/labelCodes.ts'
import { type Label, type Labelled, LabelRenewal } from '#domain/labels.ts'
import type { Actor } from '#domain/people.ts'
import { toWire } from '#domain/wire.ts'
import { actorOf } from '../auth/guard.ts'
import { addressOf } from '../http/addressOf.ts'
import type { Api } from '../http/api.ts'
import type { LabelVerbs } from '../needs/labels.ts'
import { IdPath } from '../views/common.ts'
import { LabelView } from '../views/labels.ts'
import { mustSeeEquipment, mustSeeSite } from './scope.ts'

export interface LabelNeeds {
  labels: LabelVerbs
  registry: Registry
  publicUrl?: string | undefined
}

const response = { 200: LabelView }

/** The labels to print and to renew; who proves an arrival with a code is not told it here. */
export function labelRoutes(app: Api, { labels, registry, publicUrl }: LabelNeeds): void {
  const kinds: Record<string, (actor: Actor, id: string) => Labelled> = {
    '/api/equipment/:id/label': (actor, id) => ({ equipment: mustSeeEquipment(registry, actor, id).id }),
    '/api/sites/:id/label': (actor, id) => ({ site: mustSeeSite(registry, actor, id).id }),
  }
  for (const [path, find] of Object.entries(kinds)) {
    const schema = { tags: ['estate'], params: IdPath, response }

    app.get(path, { schema }, async (request, reply) => {
      const actor = actorOf(request)
      reply.header('cache-control', 'no-store')
      const label: Label = await labels.of(find(actor, request.params.id), actor)
      return toWire({ ...label, address: addressOf(request, publicUrl, labelPath(label.code)) })
    })

    app.post(path, { schema: { ...schema, body: LabelRenewal } }, async (request, reply) => {
      const actor = actorOf(request)
      reply.header('cache-control', 'no-store')
      const label: Label = await labels.renew(find(actor, request.params.id), request.body, actor)
      return toWire({ ...label, address: addressOf(request, publicUrl, labelPath(label.code)) })
    })
  }
}
