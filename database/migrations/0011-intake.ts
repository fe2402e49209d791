import { runInOrder } from '../runInOrder.ts'

/** What people report, their photos, and how it is taken in. */
const STATEMENTS = [
  `alter table ticket add column trouble text`,
  `create unique index ticket_one_open_trouble on ticket (equipment, trouble)
    where trouble is not null and status not in ('closed', 'cancelled')`,
  `create table report (id text primary key, ticket text not null references ticket (id), site text not null,
    equipment text not null, trouble text not null, channel text not null, danger integer not null,
    joined integer not null, words text, place text, contact_name text, contact_phone text, forgotten_at bigint,
    token_hash text unique, key_hash text unique, at bigint not null, "by" text not null)`,
  `create index report_of_ticket on report (ticket)`,
  `create index report_remembered on report (ticket) where token_hash is not null`,
  `create table photo (owner text not null, number integer not null check (number between 1 and 6),
    file text not null, source text not null, width integer not null, height integer not null, bytes integer not null,
    at bigint not null, "by" text not null, primary key (owner, number), unique (owner, source))`,
  `create table intake_policy (version integer primary key, policy text not null, at bigint not null,
    "by" text not null)`,
]

const BACK = [
  `drop table intake_policy`,
  `drop table photo`,
  `drop table report`,
  `drop index ticket_one_open_trouble`,
  `alter table ticket drop column trouble`,
]

export const up = runInOrder(STATEMENTS)

export const down = runInOrder(BACK)
