import type { Certificate } from './certificates.ts'

export const ROLES = ['admin', 'dispatcher', 'technician', 'viewer'] as const
export type Role = (typeof ROLES)[number]

/** Who acts: a signed-in person, or the service itself. An empty `sites` means every site. */
export interface Actor {
  username: string
  role: Role
  sites: readonly string[]
}

export const SYSTEM: Actor = { username: 'system', role: 'admin', sites: [] }

export const seesSite = ({ sites }: Pick<Actor, 'sites'>, site: string): boolean =>
  sites.length === 0 || sites.includes(site)

/** Whether what belongs to these sites, or without any to every one, is an actor's too. */
export const seesSome = (actor: Pick<Actor, 'sites'>, sites: readonly string[]): boolean =>
  sites.length === 0 || sites.some(site => seesSite(actor, site))

export interface Technician {
  id: string
  name: string
  phone?: string
  /** Skill codes of the catalogue, such as SK-ELV-T. */
  skills: string[]
  sites: string[]
  active: boolean
  certificates: Certificate[]
  /** Those that end soon or have ended; `within` is the warning period in days, 0 when it is over. */
  certificateWarnings: (Pick<Certificate, 'kind' | 'number' | 'validUntil'> & { within: number })[]
  /** The contractor that employs the technician; absent for the own people. */
  company?: string
  /** The site where a working day starts. */
  base?: string
}
