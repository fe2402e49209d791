import { runInOrder } from '../runInOrder.ts'

const SURVEY = `id text primary key, ticket text not null references ticket (id), site text not null,
  created_at bigint not null, expires_at bigint not null, ended_at bigint, answered_at bigint, answered_by text,
  score integer check (score between 1 and 5), answer text`
const CHECKS = `check ((answered_at is null) = (score is null)), check (answered_at is null or ended_at is not null)`
const KEPT = `id, ticket, site, created_at, expires_at, ended_at, answered_at, answered_by, score, answer`

const INDEXES = [
  `create unique index survey_one_open on survey (ticket) where ended_at is null`,
  `create index survey_ticket on survey (ticket, created_at)`,
  `create index survey_created on survey (created_at)`,
]

/** SQLite takes no column with a constraint away, so the table is made anew. */
const aside = [
  `drop index survey_one_open`,
  `drop index survey_ticket`,
  `drop index survey_created`,
  `alter table survey rename to survey_before`,
]

/** A survey is reached by several ways, each with a link of its own; who did not answer is reminded. */
const STATEMENTS = [
  ...aside,
  `create table survey (${SURVEY}, channel text, shown_by text, remind_at bigint,
    reminders integer not null default 0, ${CHECKS})`,
  `insert into survey (${KEPT}) select ${KEPT} from survey_before`,
  `create table survey_link (token_hash text primary key, survey text not null references survey (id),
    channel text not null check (channel in ('link', 'inPerson', 'message')), made_by text not null,
    created_at bigint not null, expires_at bigint not null)`,
  `create index survey_link_survey on survey_link (survey)`,
  `insert into survey_link (token_hash, survey, channel, made_by, created_at, expires_at)
    select token_hash, id, 'link', 'system', created_at, expires_at from survey_before where token_hash is not null`,
  `drop table survey_before`,
  ...INDEXES,
  `create index survey_remind on survey (remind_at) where ended_at is null and remind_at is not null`,
  `alter table webhook add column contacts integer not null default 0`,
  `create table feedback_policy (version integer primary key, policy text not null, at bigint not null, "by" text not null)`,
]

const UNDO = [
  `drop table feedback_policy`,
  `alter table webhook drop column contacts`,
  `drop index survey_remind`,
  ...aside,
  `create table survey (${SURVEY}, token_hash text unique, ${CHECKS})`,
  `insert into survey (${KEPT}, token_hash) select ${KEPT}, (select max(token_hash) from survey_link
    where survey = survey_before.id and channel = 'link') from survey_before`,
  `drop table survey_link`,
  `drop table survey_before`,
  ...INDEXES,
]

export const up = runInOrder(STATEMENTS)

export const down = runInOrder(UNDO)
