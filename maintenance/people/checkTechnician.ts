import type { Catalogue } from '#domain/catalogue.ts'
import type { Certificate } from '#domain/certificates.ts'
import { CodedError } from '#domain/errors.ts'
import type { TechnicianChange } from '#domain/technicianForms.ts'
import { isDay } from '../clocks/localDay.ts'
import type { Workshop } from '../needs.ts'

/** @throws CodedError BAD_REQUEST for a kind that the catalogue lacks, a day that there is not, or an end before the start */
function refuseBadCertificates({ dispatch }: Catalogue, certificates: readonly Certificate[] = []): void {
  for (const { kind, validFrom, validUntil } of certificates) {
    if (!dispatch.certificateKinds.some(known => known.code === kind))
      throw new CodedError('BAD_REQUEST', { certificates: `${kind} is not one of the catalogue’s certificates` })
    for (const day of [validFrom, validUntil])
      if (!isDay(day)) throw new CodedError('BAD_REQUEST', { certificates: `there is no ${day}` })
    if (validUntil < validFrom)
      throw new CodedError('BAD_REQUEST', { certificates: 'validUntil lies before validFrom' })
  }
}

/** @throws CodedError BAD_REQUEST for a skill or certificate that the catalogue lacks, UNKNOWN_SITE */
export function checkTechnician({ catalogue, site }: Workshop, { skills = [], certificates, base }: TechnicianChange) {
  const unknown = skills.filter(code => !catalogue.skills.some(skill => skill.code === code))
  if (unknown.length > 0) throw new CodedError('BAD_REQUEST', { skills: unknown })
  refuseBadCertificates(catalogue, certificates)
  if (base && !site(base)) throw new CodedError('UNKNOWN_SITE', { site: base })
}
