import type { LocationQueryRaw, RouteLocationRaw } from 'vue-router'

/** A filter as the API gives it beside a number. */
export type FigureFilter = object

/** Where the tickets behind a number are listed. */
export const ticketsBehind = (filter: FigureFilter): RouteLocationRaw => ({
  path: '/tickets',
  query: { view: 'found', ...(filter as LocationQueryRaw) },
})
