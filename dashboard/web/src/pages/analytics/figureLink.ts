import type { LocationQueryRaw, RouteLocationRaw } from 'vue-router'

const foundAt =
  (path: string) =>
  (filter: object): RouteLocationRaw => ({ path, query: { view: 'found', ...(filter as LocationQueryRaw) } })

/** Where the tickets behind a number are listed; `filter` as the API gives it beside the number. */
export const ticketsBehind = foundAt('/tickets')

/** Where the faults behind a number of alarms are listed. */
export const faultsBehind = foundAt('/faults')
