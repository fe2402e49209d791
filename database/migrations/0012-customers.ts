import { runInOrder } from '../runInOrder.ts'

/** What customers say: surveys after a repair, the calls that are owed, complaints with their own clocks. */
const STATEMENTS = [
  `create table survey (id text primary key, ticket text not null references ticket (id), site text not null,
    token_hash text unique, created_at bigint not null, expires_at bigint not null, ended_at bigint,
    answered_at bigint, answered_by text, score integer check (score between 1 and 5), answer text,
    check ((answered_at is null) = (score is null)), check (answered_at is null or ended_at is not null))`,
  `create unique index survey_one_open on survey (ticket) where ended_at is null`,
  `create index survey_ticket on survey (ticket, created_at)`,
  `create index survey_created on survey (created_at)`,
  `create table call_attempt (ticket text not null references ticket (id), kind text not null
    check (kind in ('followUp', 'callBack')), number integer not null, at bigint not null, "by" text not null,
    result text not null, note text, primary key (ticket, kind, number))`,
  `create index ticket_clock_call_due on ticket_clock (due_at, ticket, kind)
    where kind in ('followUp', 'callBack') and stopped_at is null`,
  `create index ticket_clock_call_done on ticket_clock (stopped_at, ticket, kind)
    where kind in ('followUp', 'callBack') and stopped_at is not null`,
  `create table complaint (id text primary key, version integer not null, site text references site (id),
    kind text not null, status text not null, channel text not null, text text not null,
    ticket text references ticket (id), technician text references technician (id),
    equipment text references equipment (id), contact text, token_hash text unique, policy integer not null,
    escalations integer not null default 0, registered_at bigint not null, closed_at bigint, handler text,
    finding text, answer text, measure text)`,
  `create index complaint_registered on complaint (registered_at, id)`,
  `create index complaint_open on complaint (registered_at) where closed_at is null`,
  `create index complaint_ended on complaint (closed_at) where contact is not null and closed_at is not null`,
  `create table complaint_clock (complaint text not null references complaint (id), kind text not null,
    round integer not null, started_at bigint not null, due_at bigint not null, stopped_at bigint, breached_at bigint,
    span text not null, primary key (complaint, kind, round))`,
  `create index complaint_clock_due on complaint_clock (due_at) where stopped_at is null and breached_at is null`,
  `create table complaint_escalation (complaint text not null references complaint (id), kind text not null,
    round integer not null, level integer not null, role text not null, due_at bigint not null, fired_at bigint,
    primary key (complaint, kind, round, level))`,
  `create index complaint_escalation_due on complaint_escalation (due_at) where fired_at is null`,
  `create table complaint_event (complaint text not null references complaint (id), number integer not null,
    at bigint not null, "by" text not null, event text not null, from_status text, to_status text, detail text,
    primary key (complaint, number))`,
]

const UNDO = [
  'drop table complaint_event',
  'drop table complaint_escalation',
  'drop table complaint_clock',
  'drop table complaint',
  'drop index ticket_clock_call_done',
  'drop index ticket_clock_call_due',
  'drop table call_attempt',
  'drop table survey',
]

export const up = runInOrder(STATEMENTS)

export const down = runInOrder(UNDO)
