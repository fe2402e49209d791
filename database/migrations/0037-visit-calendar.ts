import { runInOrder } from '../runInOrder.ts'

/** Visits that are foreseen, visits by their day, and links by which calendars are subscribed to. */
const STATEMENTS = [
  `create table plan_ahead (site text not null references site (id), plan text not null, subject text not null,
    due_day text not null, primary key (site, plan, subject, due_day))`,
  'create index plan_ahead_day on plan_ahead (due_day, site)',
  'create index plan_visit_day on plan_visit (due_day, site) where ticket is not null',
  `create table calendar_link (id text primary key, token_hash text not null unique,
    username text not null references account (username), site text references site (id), technician text,
    lang text not null, created_at bigint not null, last_used_at bigint,
    check (site is not null or technician is not null))`,
  'create index calendar_link_of on calendar_link (username)',
  // What was counted before has foreseen no visits.
  `update plan_due_site set counted_from = ''`,
]

const BACK = ['drop table calendar_link', 'drop index plan_visit_day', 'drop table plan_ahead']

export const up = runInOrder(STATEMENTS)

export const down = runInOrder(BACK)
