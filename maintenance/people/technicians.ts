import { logChanges } from '#database/changeLog.ts'
import { DEFAULT_ZONE } from '#domain/equipment.ts'
import { CodedError } from '#domain/errors.ts'
import type { Actor, Technician } from '#domain/people.ts'
import type { NewTechnician, TechnicianChange } from '#domain/technicianForms.ts'
import { dayAt } from '../clocks/localDay.ts'
import { wakeAll } from '../dispatch/sweep/waits.ts'
import type { Workshop } from '../needs.ts'
import { checkTechnician } from './checkTechnician.ts'
import { lists } from './lists.ts'
import { columns, newRow, type TechnicianRow, toTechnician } from './technicianRow.ts'

export interface Technicians {
  /** By id; `site` includes those who are responsible for every site. */
  list(query: { site?: string | undefined; skill?: string | undefined }): Promise<Technician[]>
  get(id: string): Promise<Technician | undefined>
  /** @throws CodedError ALREADY_EXISTS, BAD_REQUEST for a skill or certificate that the catalogue lacks, UNKNOWN_SITE */
  add(input: NewTechnician, actor: Actor): Promise<Technician>
  /** @throws CodedError UNKNOWN_TECHNICIAN, BAD_REQUEST for a skill or certificate that the catalogue lacks, UNKNOWN_SITE */
  change(id: string, change: TechnicianChange, actor: Actor): Promise<Technician>
}

export function createTechnicians(needs: Workshop): Technicians {
  const { database, catalogue, clock } = needs
  const present = (row: TechnicianRow) =>
    toTechnician(row, { days: catalogue.dispatch.certificateWarnDays, today: dayAt(DEFAULT_ZONE, clock.now()) })
  return {
    list: async ({ site, skill }) => {
      const rows = await database.db
        .selectFrom('technician')
        .selectAll()
        .$if(skill !== undefined, q => q.where(lists('skills', skill ?? '')))
        .$if(site !== undefined, q => q.where(eb => eb.or([eb('sites', '=', '[]'), lists('sites', site ?? '')])))
        .orderBy('id')
        .execute()
      return rows.map(present)
    },
    get: async id => {
      const row = await database.db.selectFrom('technician').selectAll().where('id', '=', id).executeTakeFirst()
      return row && present(row)
    },
    add: async (input, _actor) => {
      checkTechnician(needs, input)
      const row = newRow(input)
      await database.write(async trx => {
        const { numInsertedOrUpdatedRows } = await trx
          .insertInto('technician')
          .values(row)
          .onConflict(c => c.doNothing())
          .executeTakeFirst()
        if (numInsertedOrUpdatedRows !== 1n) throw new CodedError('ALREADY_EXISTS', { id: row.id })
        await wakeAll(trx, clock.now())
        await logChanges(trx, 'system', [`technician:${row.id}`], clock.now())
      })
      return present(row)
    },
    change: async (id, change, _actor) => {
      checkTechnician(needs, change)
      return await database.write(async trx => {
        const row = await trx
          .updateTable('technician')
          .set(columns(change))
          .where('id', '=', id)
          .returningAll()
          .executeTakeFirst()
        if (!row) throw new CodedError('UNKNOWN_TECHNICIAN', { technician: id })
        await wakeAll(trx, clock.now())
        await logChanges(trx, 'system', [`technician:${id}`], clock.now())
        return present(row)
      })
    },
  }
}
