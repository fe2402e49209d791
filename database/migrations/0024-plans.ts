import { runInOrder } from '../runInOrder.ts'

/** Preventive maintenance: plans in versions, visits with what they carry, and the clocks they reset. */
const STATEMENTS = [
  `create table plan_version (code text not null, version integer not null check (version > 0), terms text not null,
    at bigint not null, "by" text not null, primary key (code, version))`,
  `create table plan_visit (id text primary key, plan text not null, versions text not null,
    site text not null references site (id), subject text not null, due_day text not null, latest_at bigint not null,
    est_min integer not null, items integer not null, ticket text unique references ticket (id),
    opened_at bigint not null, done_at bigint, missed_at bigint,
    check (done_at is null or missed_at is null))`,
  `create unique index plan_visit_once on plan_visit (plan, site, subject, due_day) where ticket is not null`,
  `create unique index plan_visit_one_open on plan_visit (plan, site, subject) where done_at is null and missed_at is null`,
  `create index plan_visit_due on plan_visit (latest_at)`,
  `create table plan_visit_equipment (visit text not null references plan_visit (id),
    equipment text not null references equipment (id), primary key (visit, equipment))`,
  `create index plan_visit_equipment_of on plan_visit_equipment (equipment)`,
  `create table plan_clock (equipment text not null references equipment (id), plan text not null, from_day text not null,
    done integer not null, visit text references plan_visit (id), primary key (equipment, plan))`,
]

const BACK = [
  'drop table plan_clock',
  'drop table plan_visit_equipment',
  'drop table plan_visit',
  'drop table plan_version',
]

export const up = runInOrder(STATEMENTS)

export const down = runInOrder(BACK)
