import { runInOrder } from '../runInOrder.ts'

/** The life of a fault beyond firing and resolved, what one cause brings about, and the timers that tell people again. */
const STATEMENTS = [
  `alter table equipment add column fed_by text`,
  `create index equipment_fed_by on equipment (fed_by) where fed_by is not null`,
  `alter table fault add column occurrences integer not null default 1`,
  `alter table fault add column occurred_at bigint not null default 0`,
  `update fault set occurred_at = fired_at`,
  `alter table fault add column chattering_at bigint`,
  `alter table fault add column standing_at bigint`,
  `alter table fault add column suppressed text`,
  `alter table fault add column suppressed_by text`,
  `alter table fault add column incident text`,
  `alter table fault add column reminders integer not null default 0`,
  `alter table fault add column reminded_at bigint`,
  `alter table fault add column escalation integer not null default 0`,
  `alter table fault add column escalated_at bigint`,
  `alter table fault add column escalated_to text`,
  `create index fault_incident on fault (incident) where incident is not null`,
  `create index fault_suppressed on fault (suppressed_by) where suppressed_by is not null`,
  `create index fault_site_fired on fault (site, fired_at)`,
  `create table fault_event (fault text not null references fault (id), number integer not null, at bigint not null,
    "by" text not null, event text not null, detail text, primary key (fault, number))`,
  `create table fault_timer (fault text not null references fault (id), kind text not null, step integer not null,
    due_at bigint not null, done_at bigint, primary key (fault, kind, step))`,
  `create index fault_timer_due on fault_timer (due_at) where done_at is null`,
  `create table incident (id text primary key, site text not null, kind text not null, about text not null,
    cause text, ticket text, opened_at bigint not null, closed_at bigint, release_at bigint, released_at bigint)`,
  `create unique index incident_one_open on incident (kind, about) where closed_at is null`,
  `create index incident_opened on incident (opened_at)`,
  `create index incident_unreleased on incident (release_at) where release_at is not null and released_at is null`,
  `create table out_of_service (id text primary key, site text not null, equipment text not null references equipment (id),
    code text, reason text not null, "by" text not null, since bigint not null, until_at bigint, ended_at bigint,
    ended_by text)`,
  `create unique index out_of_service_one on out_of_service (equipment, coalesce(code, '')) where ended_at is null`,
  `create table alarm_policy (version integer primary key, policy text not null, at bigint not null, "by" text not null)`,
]

const UNDO = [
  'drop table alarm_policy',
  'drop table out_of_service',
  'drop table incident',
  'drop table fault_timer',
  'drop table fault_event',
  ...['fault_incident', 'fault_suppressed', 'fault_site_fired', 'equipment_fed_by'].map(name => `drop index ${name}`),
  ...[
    'escalated_to',
    'escalated_at',
    'escalation',
    'reminded_at',
    'reminders',
    'incident',
    'suppressed_by',
    'suppressed',
    'standing_at',
    'chattering_at',
    'occurred_at',
    'occurrences',
  ].map(name => `alter table fault drop column ${name}`),
  'alter table equipment drop column fed_by',
]

export const up = runInOrder(STATEMENTS)

export const down = runInOrder(UNDO)
