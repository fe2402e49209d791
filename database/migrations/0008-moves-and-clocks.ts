import { runInOrder } from '../runInOrder.ts'

/** Versions of the service levels, working-day tables, clocks that can be explained and escalate, signatures. */
const STATEMENTS = [
  `create table service_policy (version integer primary key, in_force_at bigint not null, created_at bigint not null,
    created_by text not null, note text, policy text not null)`,
  `create table calendar_year (year integer primary key, off_days text not null, work_days text not null,
    source text not null, imported_by text not null, imported_at bigint not null)`,
  `alter table ticket add column kind text not null default 'repair'`,
  `alter table ticket add column policy integer`,
  `alter table ticket add column minor integer not null default 0`,
  `alter table ticket add column reopens integer not null default 0`,
  `alter table ticket add column urges integer not null default 0`,
  `alter table ticket add column repeat_of text`,
  `alter table ticket add column diagnosis text`,
  `alter table ticket add column delay text`,
  `create index ticket_repeat on ticket (equipment, fault_code, closed_at)`,
  `alter table ticket_clock add column span text`,
  `alter table ticket_clock add column paused_at bigint`,
  `create table clock_pause (ticket text not null, kind text not null, from_at bigint not null, to_at bigint,
    reason text not null, primary key (ticket, kind, from_at),
    foreign key (ticket, kind) references ticket_clock (ticket, kind), check (to_at is null or to_at >= from_at))`,
  `create unique index clock_pause_one_open on clock_pause (ticket, kind) where to_at is null`,
  `create table clock_line (ticket text not null references ticket (id), kind text not null, number integer not null,
    at bigint not null, event text not null, "by" text not null, detail text, primary key (ticket, kind, number))`,
  `create table escalation (ticket text not null references ticket (id), kind text not null, level integer not null,
    role text not null, due_at bigint not null, fired_at bigint, primary key (ticket, kind, level))`,
  `create index escalation_due on escalation (due_at) where fired_at is null`,
  `create table ticket_signature (ticket text not null references ticket (id), number integer not null,
    purpose text not null, name text not null, party text not null, at bigint not null, "by" text not null, image text,
    primary key (ticket, number))`,
]

const BACK = [
  `drop table ticket_signature`,
  `drop table escalation`,
  `drop table clock_line`,
  `drop table clock_pause`,
  `alter table ticket_clock drop column paused_at`,
  `alter table ticket_clock drop column span`,
  `drop index ticket_repeat`,
  ...['delay', 'diagnosis', 'repeat_of', 'urges', 'reopens', 'minor', 'policy', 'kind'].map(
    column => `alter table ticket drop column ${column}`,
  ),
  `drop table calendar_year`,
  `drop table service_policy`,
]

export const up = runInOrder(STATEMENTS)

export const down = runInOrder(BACK)
