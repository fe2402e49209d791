import { runInOrder } from '../runInOrder.ts'

/** Whom a site names for major and general urgent cases, as JSON. */
export const up = runInOrder(['alter table site_dispatch add column responsible text'])

export const down = runInOrder(['alter table site_dispatch drop column responsible'])
