import type { Selectable } from 'kysely'
import type { Tables } from '#database/tables.ts'
import { type Certificate, certificateWarning } from '#domain/certificates.ts'
import type { Technician } from '#domain/people.ts'
import type { NewTechnician, TechnicianChange } from '#domain/technicianForms.ts'
import { withoutNulls } from '../withoutNulls.ts'

export type TechnicianRow = Selectable<Tables['technician']>

/** `warn.days` are the warning periods; `today` is YYYY-MM-DD. */
export const toTechnician = (row: TechnicianRow, warn: { days: readonly number[]; today: string }): Technician => {
  const { id, name, phone, skills, sites, active, company, base } = row
  const certificates: Certificate[] = JSON.parse(row.certificates)
  const warnings = certificates.flatMap(({ kind, number, validUntil }) => {
    const within = certificateWarning(warn.today, { validUntil }, warn.days)
    return within === undefined ? [] : [{ kind, number, validUntil, within }]
  })
  return {
    id,
    name,
    skills: JSON.parse(skills),
    sites: JSON.parse(sites),
    active: active === 1,
    certificates,
    certificateWarnings: warnings,
    ...withoutNulls({ phone, company, base }),
  }
}

/** What of the row a change touches. */
export const columns = (change: TechnicianChange): Partial<TechnicianRow> => {
  const { name, phone, skills, sites, active, certificates, company, base } = change
  return {
    ...(name !== undefined && { name }),
    ...(phone !== undefined && { phone: phone.trim() || null }),
    ...(skills !== undefined && { skills: JSON.stringify(skills) }),
    ...(sites !== undefined && { sites: JSON.stringify(sites) }),
    ...(active !== undefined && { active: active ? 1 : 0 }),
    ...(certificates !== undefined && { certificates: JSON.stringify(certificates) }),
    ...(company !== undefined && { company: company.trim() || null }),
    ...(base !== undefined && { base: base || null }),
  }
}

/** The row of somebody new. */
export const newRow = ({ id, name, skills, phone, company, ...rest }: NewTechnician): TechnicianRow => ({
  id,
  name,
  phone: phone?.trim() || null,
  skills: JSON.stringify(skills),
  sites: JSON.stringify(rest.sites ?? []),
  active: (rest.active ?? true) ? 1 : 0,
  certificates: JSON.stringify(rest.certificates ?? []),
  company: company?.trim() || null,
  base: rest.base || null,
})
