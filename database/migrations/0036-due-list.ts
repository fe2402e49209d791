import { runInOrder } from '../runInOrder.ts'

/** What is due as a list that is read page by page, and what it was counted from at each site. */
const STATEMENTS = [
  `create table plan_due (site text not null references site (id), plan text not null, subject text not null,
    class text not null, first text not null references equipment (id), pieces integer not null, due_day text not null,
    window_start text not null, window_end text not null, primary key (site, plan, subject))`,
  'create index plan_due_in_order on plan_due (due_day, site, plan, subject)',
  'create index plan_due_at_site on plan_due (site, due_day, plan, subject)',
  'create table plan_due_site (site text primary key references site (id), counted_from text not null)',
  'drop index plan_visit_open',
  'create index plan_visit_open on plan_visit (site, subject) where done_at is null and missed_at is null',
]

const BACK = [
  'drop index plan_visit_open',
  'create index plan_visit_open on plan_visit (site) where done_at is null and missed_at is null',
  'drop table plan_due_site',
  'drop table plan_due',
]

export const up = runInOrder(STATEMENTS)

export const down = runInOrder(BACK)
