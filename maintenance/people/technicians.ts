import type { Selectable } from 'kysely'
import { logChanges } from '#database/changeLog.ts'
import type { Tables } from '#database/tables.ts'
import type { NewTechnician, TechnicianChange } from '#domain/commands.ts'
import { CodedError } from '#domain/errors.ts'
import type { Actor, Technician } from '#domain/people.ts'
import type { Workshop } from '../needs.ts'
import { withoutNulls } from '../withoutNulls.ts'

export interface Technicians {
  /** By id; `site` includes those who are responsible for every site. */
  list(query: { site?: string | undefined; skill?: string | undefined }): Promise<Technician[]>
  get(id: string): Promise<Technician | undefined>
  /** @throws CodedError ALREADY_EXISTS, BAD_REQUEST for a skill that the catalogue lacks */
  add(input: NewTechnician, actor: Actor): Promise<Technician>
  /** @throws CodedError UNKNOWN_TECHNICIAN, BAD_REQUEST for a skill that the catalogue lacks */
  change(id: string, change: TechnicianChange, actor: Actor): Promise<Technician>
}

type Row = Selectable<Tables['technician']>

const toTechnician = ({ id, name, phone, skills, sites, active }: Row): Technician => ({
  id,
  name,
  skills: JSON.parse(skills),
  sites: JSON.parse(sites),
  active: active === 1,
  ...withoutNulls({ phone }),
})

const columns = ({ name, phone, skills, sites, active }: TechnicianChange): Partial<Row> => ({
  ...(name !== undefined && { name }),
  ...(phone !== undefined && { phone }),
  ...(skills !== undefined && { skills: JSON.stringify(skills) }),
  ...(sites !== undefined && { sites: JSON.stringify(sites) }),
  ...(active !== undefined && { active: active ? 1 : 0 }),
})

export function createTechnicians({ database, catalogue, clock }: Workshop): Technicians {
  const refuseUnknownSkills = (skills: readonly string[] = []) => {
    const unknown = skills.filter(code => !catalogue.skills.some(skill => skill.code === code))
    if (unknown.length > 0) throw new CodedError('BAD_REQUEST', { skills: unknown })
  }
  return {
    list: async ({ site, skill }) => {
      const rows = await database.db
        .selectFrom('technician')
        .selectAll()
        .$if(skill !== undefined, q => q.where('skills', 'like', `%"${skill}"%`))
        .$if(site !== undefined, q =>
          q.where(eb => eb.or([eb('sites', '=', '[]'), eb('sites', 'like', `%"${site}"%`)])),
        )
        .orderBy('id')
        .execute()
      return rows.map(toTechnician)
    },
    get: async id => {
      const row = await database.db.selectFrom('technician').selectAll().where('id', '=', id).executeTakeFirst()
      return row && toTechnician(row)
    },
    add: async (input, _actor) => {
      refuseUnknownSkills(input.skills)
      const { id, name, skills, phone = null, sites = [], active = true } = input
      const row = {
        id,
        name,
        phone,
        skills: JSON.stringify(skills),
        sites: JSON.stringify(sites),
        active: active ? 1 : 0,
      }
      await database.write(async trx => {
        const { numInsertedOrUpdatedRows } = await trx
          .insertInto('technician')
          .values(row)
          .onConflict(c => c.doNothing())
          .executeTakeFirst()
        if (numInsertedOrUpdatedRows !== 1n) throw new CodedError('ALREADY_EXISTS', { id })
        await logChanges(trx, 'system', [`technician:${id}`], clock.now())
      })
      return toTechnician(row)
    },
    change: async (id, change, _actor) => {
      refuseUnknownSkills(change.skills)
      return await database.write(async trx => {
        const row = await trx
          .updateTable('technician')
          .set(columns(change))
          .where('id', '=', id)
          .returningAll()
          .executeTakeFirst()
        if (!row) throw new CodedError('UNKNOWN_TECHNICIAN', { technician: id })
        await logChanges(trx, 'system', [`technician:${id}`], clock.now())
        return toTechnician(row)
      })
    },
  }
}
