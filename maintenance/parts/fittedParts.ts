import { type Selectable, sql } from 'kysely'
import { logChanges, nextNumber } from '#database/changeLog.ts'
import type { Tables } from '#database/tables.ts'
import { CodedError } from '#domain/errors.ts'
import type { FittedPartRemoval, NewFittedPart } from '#domain/partForms.ts'
import type { FittedPart } from '#domain/parts.ts'
import { type Actor, seesSite } from '#domain/people.ts'
import type { Millis } from '#domain/time.ts'
import { addMonths } from '../clocks/addMonths.ts'
import { containing } from '../likePattern.ts'
import type { Workshop } from '../needs.ts'
import type { Trx } from '../tickets/lockTicket.ts'
import { withoutNulls } from '../withoutNulls.ts'
import { checkQuantity, lockPart, type PartRow } from './ledger.ts'

export interface FittedPartQuery {
  equipment?: string | undefined
  partNo?: string | undefined
  /** A piece of the serial number, in small or capital letters. */
  serial?: string | undefined
  /** In equipment of these sites; empty: of all. */
  sites?: readonly string[] | undefined
}

export interface FittedParts {
  /** The last fitted first, at most 500; what was removed is told too. */
  list(query: FittedPartQuery): Promise<FittedPart[]>
  /** @throws CodedError NOT_FOUND, UNKNOWN_PART, BAD_QUANTITY, ALREADY_EXISTS when that number is fitted elsewhere */
  fit(input: NewFittedPart, actor: Actor): Promise<FittedPart>
  /** @throws CodedError NOT_FOUND, ALREADY_EXISTS when it was removed before */
  remove(id: string, removal: FittedPartRemoval, actor: Actor): Promise<FittedPart>
}

const toFitted = (row: Selectable<Tables['fitted_part']>): FittedPart => ({
  id: row.id,
  equipment: row.equipment,
  partNo: row.part_no,
  quantity: row.quantity,
  fittedAt: row.fitted_at,
  fittedBy: row.fitted_by,
  ...withoutNulls({
    serial: row.serial,
    ticket: row.ticket,
    warrantyEndsAt: row.warranty_until,
    removedAt: row.removed_at,
    removedBy: row.removed_by,
    removedReason: row.removed_reason,
  }),
})

interface Fitting {
  equipment: string
  quantity: number
  serial?: string | undefined
  ticket?: string | undefined
  warrantyMonths?: number | undefined
}

/** Notes a held part as fitted. @throws CodedError ALREADY_EXISTS when a part of that number is fitted already */
export async function fitPart(
  trx: Trx,
  part: PartRow,
  { equipment, quantity, serial, ticket, warrantyMonths }: Fitting,
  { at, username }: { at: Millis; username: string },
): Promise<FittedPart> {
  const months = warrantyMonths ?? part.warranty_months
  const row = {
    id: `fp-${await nextNumber(trx, 'fitted_part')}`,
    equipment,
    part_no: part.part_no,
    quantity,
    serial: serial?.trim() ?? null,
    ticket: ticket ?? null,
    fitted_at: at,
    fitted_by: username,
    warranty_until: months === null ? null : addMonths(at, months),
    removed_at: null,
    removed_by: null,
    removed_reason: null,
  }
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('fitted_part')
    .values(row)
    .onConflict(c => c.doNothing())
    .executeTakeFirst()
  if (numInsertedOrUpdatedRows !== 1n) throw new CodedError('ALREADY_EXISTS', { partNo: part.part_no, serial })
  return toFitted(row)
}

const numbered = (piece: string) => sql<boolean>`lower(serial) like ${containing(piece.toLowerCase())} escape '\\'`

export function createFittedParts({ database, equipment, clock, log }: Workshop): FittedParts {
  const mustSee = (id: string, actor: Actor) => {
    const piece = equipment(id)
    if (!piece || !seesSite(actor, piece.site)) throw new CodedError('NOT_FOUND', { equipment: id })
  }
  const at = (sites: readonly string[]) => database.db.selectFrom('equipment').select('id').where('site', 'in', sites)
  return {
    list: async ({ equipment: of, partNo, serial, sites = [] }) => {
      const rows = await database.db
        .selectFrom('fitted_part')
        .selectAll()
        .$if(of !== undefined, q => q.where('equipment', '=', of ?? ''))
        .$if(partNo !== undefined, q => q.where('part_no', '=', partNo ?? ''))
        .$if(sites.length > 0, q => q.where('equipment', 'in', at(sites)))
        .$if(serial !== undefined && serial !== '', q => q.where(numbered(serial ?? '')))
        .orderBy('fitted_at', 'desc')
        .orderBy('id', 'desc')
        .limit(500)
        .execute()
      return rows.map(toFitted)
    },
    fit: async (input, actor) => {
      mustSee(input.equipment, actor)
      const { partNo, quantity = 1, ...rest } = input
      const at = clock.now()
      const fitted = await database.write(async trx => {
        const part = await lockPart(trx, partNo)
        checkQuantity(part, quantity)
        await logChanges(trx, 'parts', [partNo], at)
        return await fitPart(trx, part, { ...rest, quantity }, { at, username: actor.username })
      })
      log.info({ by: actor.username, fitted }, 'part fitted')
      return fitted
    },
    remove: async (id, { reason }, actor) => {
      const known = await database.db.selectFrom('fitted_part').selectAll().where('id', '=', id).executeTakeFirst()
      if (!known) throw new CodedError('NOT_FOUND', { fittedPart: id })
      mustSee(known.equipment, actor)
      const now = clock.now()
      return await database.write(async trx => {
        const removed = await trx
          .updateTable('fitted_part')
          .set({ removed_at: now, removed_by: actor.username, removed_reason: reason })
          .where('id', '=', id)
          .where('removed_at', 'is', null)
          .returningAll()
          .executeTakeFirst()
        if (!removed) throw new CodedError('ALREADY_EXISTS', { removedAt: known.removed_at })
        await logChanges(trx, 'parts', [known.part_no], now)
        return toFitted(removed)
      })
    },
  }
}
