import type { EmergencyPhone, IntakePolicy } from '#domain/intake.ts'

/** Whom to call in danger: the site's own numbers first. */
export const phonesOf = ({ sitePhones, emergencyPhones }: IntakePolicy, site: string | undefined): EmergencyPhone[] => [
  ...((site !== undefined && sitePhones[site]) || []),
  ...emergencyPhones,
]
