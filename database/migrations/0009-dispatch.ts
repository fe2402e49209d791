import { runInOrder } from '../runInOrder.ts'

/** Certificates, the roster, how each site dispatches, to whom tickets were offered, links for contractors. */
const STATEMENTS = [
  `alter table technician add column certificates text not null default '[]'`,
  `alter table technician add column company text`,
  `alter table technician add column base text`,
  `create table roster_entry (id text primary key, technician text not null references technician (id),
    site text references site (id), skill text, kind text not null check (kind in ('shift', 'onCall', 'leave')),
    weekdays text not null, from_day text not null, until_day text, starts text not null, ends text not null, note text,
    created_at bigint not null, created_by text not null, check (until_day is null or until_day >= from_day))`,
  `create index roster_entry_days on roster_entry (from_day)`,
  `alter table ticket add column second text`,
  `create table site_dispatch (site text primary key references site (id), version integer not null,
    mode text not null check (mode in ('assign', 'grab', 'roundRobin', 'auto')), accept_min integer, strict integer not null,
    latitude double precision, longitude double precision, changed_at bigint not null, changed_by text not null)`,
  `create table ticket_offer (ticket text not null references ticket (id), number integer not null,
    technician text not null references technician (id), at bigint not null, due_at bigint, ended_at bigint, outcome text,
    primary key (ticket, number), check ((ended_at is null) = (outcome is null)))`,
  `create unique index ticket_offer_one_open on ticket_offer (ticket) where ended_at is null`,
  `create index ticket_offer_due on ticket_offer (due_at) where ended_at is null`,
  `create index ticket_offer_technician on ticket_offer (technician, at)`,
  `create table work_link (id text primary key, ticket text not null references ticket (id),
    technician text not null references technician (id), token_hash text not null unique, created_at bigint not null,
    created_by text not null, expires_at bigint not null, revoked_at bigint, revoked_by text)`,
  `create index work_link_ticket on work_link (ticket)`,
]

const BACK = [
  'drop table work_link',
  'drop table ticket_offer',
  'drop table site_dispatch',
  'alter table ticket drop column second',
  'drop table roster_entry',
  'alter table technician drop column base',
  'alter table technician drop column company',
  'alter table technician drop column certificates',
]

export const up = runInOrder(STATEMENTS)

export const down = runInOrder(BACK)
