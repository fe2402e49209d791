import { DEFAULT_ZONE } from '#domain/equipment.ts'
import { openCalendars } from './clocks/calendars.ts'
import { openPolicies } from './clocks/policies.ts'
import type { MaintenanceNeeds, Workshop } from './needs.ts'

/** What the parts of the stage share, without starting any of them. */
export const openWorkshop = async (given: MaintenanceNeeds): Promise<Workshop> => ({
  ...given,
  calendars: await openCalendars(given),
  policies: await openPolicies(given),
  timezone: site => given.site(site)?.timezone ?? DEFAULT_ZONE,
})
