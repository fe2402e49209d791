import type { Registry } from '#database/registry.ts'
import { CodedError } from '#domain/errors.ts'
import { type Actor, seesSite } from '#domain/people.ts'
import type { Rejection } from '#domain/telemetry.ts'
import { toWire } from '#domain/wire.ts'
import { actorOf } from '../auth/guard.ts'
import type { Api } from '../http/api.ts'
import type { IngestVerbs } from '../needs/ingest.ts'
import { PageOf, paging, strict } from '../views/common.ts'
import { RejectionView } from '../views/operations.ts'

export interface RejectedNeeds {
  ingest: Pick<IngestVerbs, 'rejected'>
  registry: Registry
}

const Filter = strict(paging)

function before(cursor: string | undefined): { before?: number } {
  if (cursor === undefined) return {}
  if (/^\d{1,15}$/.test(cursor)) return { before: Number(cursor) }
  throw new CodedError('BAD_REQUEST', { cursor: 'not a cursor of this list' })
}

/** Whether the message came from a gateway at one of the reader's sites. */
const seen = (registry: Registry, actor: Actor, { gateway }: Rejection): boolean =>
  actor.sites.length === 0 || seesSite(actor, registry.gateway(gateway)?.site ?? '')

/** Messages that were acknowledged but could not be used, newest first. */
export function rejectedRoutes(app: Api, { ingest, registry }: RejectedNeeds): void {
  app.get(
    '/api/rejected',
    { schema: { tags: ['operations'], querystring: Filter, response: { 200: PageOf(RejectionView) } } },
    async request => {
      const { cursor, limit = 100 } = request.query
      const read = ingest.rejected({ ...before(cursor), limit })
      const items = read.filter(rejection => seen(registry, actorOf(request), rejection))
      const last = read.at(-1)
      return toWire({ items, ...(last && read.length === limit && { nextCursor: String(last.id) }) })
    },
  )
}
