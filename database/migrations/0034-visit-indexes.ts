import { runInOrder } from '../runInOrder.ts'

/** The open visits of a site, which every look at what is due reads; and those that were told, of one plan. */
export const up = runInOrder([
  'create index plan_visit_open on plan_visit (site) where done_at is null and missed_at is null',
  'create index plan_visit_told on plan_visit (plan) where ticket is null',
])

export const down = runInOrder(['drop index plan_visit_told', 'drop index plan_visit_open'])
