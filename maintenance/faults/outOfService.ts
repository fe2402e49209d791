import { randomUUID } from 'node:crypto'
import type { Selectable } from 'kysely'
import { logChanges } from '#database/changeLog.ts'
import type { Tables } from '#database/tables.ts'
import { CodedError } from '#domain/errors.ts'
import type { OutOfService } from '#domain/outOfService.ts'
import type { SiteScope } from '#domain/page.ts'
import { type Actor, SYSTEM, seesSite } from '#domain/people.ts'
import type { Millis } from '#domain/time.ts'
import type { Workshop } from '../needs.ts'
import { outdateDues } from '../plans/keepDues.ts'
import { sitesShown } from '../siteScope.ts'
import type { Trx } from '../tickets/lockTicket.ts'
import { endangersLife, findRule } from '../tickets/priority.ts'
import { withoutNulls } from '../withoutNulls.ts'
import { lockFault } from './faultHistory.ts'
import { readPolicy } from './policy.ts'
import { settleFault } from './settleFault.ts'

interface NewOutOfService {
  equipment: string
  /** Only this rule; without it everything that does not endanger life. */
  code?: string | undefined
  reason: string
  until?: Millis | undefined
}

export interface OutOfServices {
  /** Newest first; without the ended ones unless asked for. */
  list(query: SiteScope & { equipment?: string | undefined; ended?: boolean | undefined }): Promise<OutOfService[]>
  /**
   * Takes equipment, or one rule on it, out of service (ISA-18.2 §11.9): its faults are recorded and shown, and open no
   * ticket. A rule that guards life: only an administrator, and with an end.
   * @throws CodedError NOT_FOUND, BAD_REQUEST, FORBIDDEN, ALREADY_EXISTS
   */
  add(input: NewOutOfService, actor: Actor): Promise<OutOfService>
  /** Back in service: what still fires opens its ticket. @throws CodedError NOT_FOUND */
  end(id: string, actor: Actor): Promise<OutOfService>
}

type Row = Selectable<Tables['out_of_service']>

const toOutOfService = ({
  until_at: untilAt,
  ended_at: endedAt,
  ended_by: endedBy,
  code,
  ...row
}: Row): OutOfService => ({
  ...row,
  ...withoutNulls({ code, untilAt, endedAt, endedBy }),
})

function refuse(needs: Workshop, { equipment, code, until }: NewOutOfService, actor: Actor, now: Millis): string {
  const piece = needs.equipment(equipment)
  if (!piece || !seesSite(actor, piece.site)) throw new CodedError('NOT_FOUND', { equipment })
  if (until !== undefined && until <= now) throw new CodedError('BAD_REQUEST', { until: 'must lie ahead' })
  const known = code === undefined ? undefined : findRule(needs.catalogue, piece.class, code)
  if (code !== undefined && !known) throw new CodedError('BAD_REQUEST', { code: `${piece.class} has no fault ${code}` })
  if (known && endangersLife(known, piece)) {
    if (actor.role !== 'admin') throw new CodedError('FORBIDDEN', { lifeSafety: true })
    if (until === undefined)
      throw new CodedError('BAD_REQUEST', { until: 'a rule that guards life comes back by itself' })
  }
  return piece.site
}

async function settleEquipment(trx: Trx, needs: Workshop, { equipment, site, code }: Row, now: Millis): Promise<void> {
  if (code === null) await outdateDues(trx, [site])
  const policy = await readPolicy(trx)
  const firing = await trx
    .selectFrom('fault')
    .select('id')
    .where('equipment', '=', equipment)
    .where('state', '=', 'firing')
    .orderBy('id')
    .execute()
  for (const { id } of firing) {
    const row = await lockFault(trx, id)
    if (row) await settleFault(trx, needs, row, policy, now)
  }
  await logChanges(trx, 'equipment', [equipment], now)
}

/** Puts back in service, once. @returns the line, or undefined when it was ended before */
async function putBack(
  trx: Trx,
  needs: Workshop,
  id: string,
  by: string,
  now: Millis,
): Promise<OutOfService | undefined> {
  const row = await trx
    .updateTable('out_of_service')
    .set({ ended_at: now, ended_by: by })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .returningAll()
    .executeTakeFirst()
  if (!row) return undefined
  await settleEquipment(trx, needs, row, now)
  return toOutOfService(row)
}

/** Puts back in service what was out for a time that has ended. */
export async function endOutOfService(needs: Workshop, now: Millis): Promise<void> {
  const due = await needs.database.db
    .selectFrom('out_of_service')
    .select('id')
    .where('ended_at', 'is', null)
    .where('until_at', '<=', now)
    .execute()
  for (const { id } of due) await needs.database.write(trx => putBack(trx, needs, id, SYSTEM.username, now))
}

export function createOutOfServices(needs: Workshop): OutOfServices {
  const { database, clock } = needs
  return {
    list: async ({ equipment, ended = false, ...scope }) => {
      const sites = sitesShown(scope)
      const rows = await database.db
        .selectFrom('out_of_service')
        .selectAll()
        .$if(!ended, q => q.where('ended_at', 'is', null))
        .$if(equipment !== undefined, q => q.where('equipment', '=', equipment ?? ''))
        .$if(sites !== undefined, q => q.where('site', 'in', [...(sites ?? []), '']))
        .orderBy('since', 'desc')
        .orderBy('id')
        .limit(500)
        .execute()
      return rows.map(toOutOfService)
    },
    add: async (input, actor) => {
      const now = clock.now()
      const site = refuse(needs, input, actor, now)
      const { equipment, code = null, reason, until = null } = input
      const made = { id: randomUUID(), site, equipment, code, reason, by: actor.username, since: now, until_at: until }
      return await database.write(async trx => {
        const row = await trx
          .insertInto('out_of_service')
          .values(made)
          .onConflict(c => c.doNothing())
          .returningAll()
          .executeTakeFirst()
        if (!row) throw new CodedError('ALREADY_EXISTS', { equipment, ...(code && { code }) })
        await settleEquipment(trx, needs, row, now)
        return toOutOfService(row)
      })
    },
    end: async (id, actor) => {
      const known = await database.db.selectFrom('out_of_service').selectAll().where('id', '=', id).executeTakeFirst()
      if (!known || !seesSite(actor, known.site)) throw new CodedError('NOT_FOUND', { id })
      const ended = await database.write(trx => putBack(trx, needs, id, actor.username, clock.now()))
      return ended ?? toOutOfService(known)
    },
  }
}
