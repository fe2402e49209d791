import { runInOrder } from '../runInOrder.ts'

/** Surveys of opinion by site and period, one answer a household link. */
const STATEMENTS = [
  `create table opinion_survey (id text primary key, site text not null references site (id), name text not null,
    target text not null check (target in ('owners', 'tenants', 'all')), from_at bigint not null,
    until_at bigint not null, repeat_months integer check (repeat_months > 0),
    households integer not null check (households > 0), questions text not null, token_hash text unique,
    follows text unique references opinion_survey (id), created_at bigint not null, created_by text not null,
    check (until_at > from_at))`,
  `create index opinion_survey_from on opinion_survey (from_at, id)`,
  `create table opinion_household (token_hash text primary key, survey text not null references opinion_survey (id),
    label text, answered_at bigint)`,
  `create index opinion_household_survey on opinion_household (survey)`,
  `create table opinion_answer (survey text not null references opinion_survey (id), number integer not null,
    at bigint not null, channel text not null check (channel in ('site', 'household')), key_hash text not null unique,
    score integer not null check (score between 1 and 5), recommend integer check (recommend between 0 and 10),
    scores text not null, suggestion text, department text, measure text, settled_at bigint, settled_by text,
    primary key (survey, number))`,
]

const UNDO = ['drop table opinion_answer', 'drop table opinion_household', 'drop table opinion_survey']

export const up = runInOrder(STATEMENTS)

export const down = runInOrder(UNDO)
