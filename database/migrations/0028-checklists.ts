import { runInOrder } from '../runInOrder.ts'

const photoTable = (name: string, most: number) =>
  `create table ${name} (owner text not null, number integer not null check (number between 1 and ${most}),
    file text not null, source text not null, width integer not null, height integer not null, bytes integer not null,
    at bigint not null, "by" text not null, primary key (owner, number), unique (owner, source))`

/** A checklist asks for more photos than a repair; SQLite changes a check only with the whole table. */
const withPhotosUpTo = (most: number): string[] => [
  `alter table photo rename to photo_before`,
  photoTable('photo', most),
  `insert into photo select * from photo_before where number <= ${most}`,
  `drop table photo_before`,
  `create index photo_file on photo (file)`,
]

/** Answers to the checklists of planned visits, and visits of before of which somebody told. */
const STATEMENTS = [
  `alter table plan_visit add column told text`,
  `create table plan_answer (visit text not null references plan_visit (id),
    equipment text not null references equipment (id), item text not null, version integer not null check (version > 0),
    outcome text not null check (outcome in ('ok', 'notOk', 'na')), value double precision, reason text, note text,
    photos text not null, mended integer not null, ticket text references ticket (id), demand_of text,
    at bigint not null, "by" text not null, replaced_at bigint, primary key (visit, equipment, item, version))`,
  `create index plan_answer_found on plan_answer (at) where outcome = 'notOk' and replaced_at is null`,
  `create index plan_answer_demand on plan_answer (at) where demand_of is not null and replaced_at is null`,
  `create index plan_answer_ticket on plan_answer (ticket) where ticket is not null`,
  ...withPhotosUpTo(100),
]

const BACK = [
  ...withPhotosUpTo(6),
  'drop table plan_answer',
  'delete from plan_clock where visit in (select id from plan_visit where ticket is null)',
  'delete from plan_visit_equipment where visit in (select id from plan_visit where ticket is null)',
  'delete from plan_visit where ticket is null',
  'alter table plan_visit drop column told',
]

export const up = runInOrder(STATEMENTS)

export const down = runInOrder(BACK)
