import { runInOrder } from '../runInOrder.ts'

/** What is counted of a ticket changed, so all of it goes; the stage writes it anew beside the work when it starts. */
const ANEW = ['delete from ticket_breach', 'delete from ticket_figure']
const SCORES = [1, 2, 3, 4, 5]
const POLICIES = ['alarm_policy', 'feedback_policy', 'intake_policy', 'report_policy']

/**
 * Each reporter is asked by a survey of their own, and may leave an e-mail; the one who goes along is counted too; policies
 * say why they changed.
 */
const STATEMENTS = [
  ...ANEW,
  `alter table ticket_figure drop column score`,
  `alter table ticket_figure add column second text`,
  `alter table ticket_figure add column asked integer not null default 0`,
  ...SCORES.map(score => `alter table ticket_figure add column score${score} integer not null default 0`),
  `create index ticket_of_second on ticket (second, opened_at, id) where second is not null`,
  `alter table survey add column report text references report (id)`,
  `drop index survey_one_open`,
  `create unique index survey_one_open on survey (ticket, (coalesce(report, ''))) where ended_at is null`,
  `alter table report add column contact_email text`,
  ...POLICIES.map(table => `alter table ${table} add column note text`),
]

/** Of the surveys of one ticket that wait, the latest goes on as the one of the ticket. */
const BACK = [
  ...POLICIES.map(table => `alter table ${table} drop column note`),
  `alter table report drop column contact_email`,
  `drop index survey_one_open`,
  `update survey set ended_at = created_at where ended_at is null and id <> (select max(s.id) from survey s
    where s.ticket = survey.ticket and s.ended_at is null)`,
  `alter table survey drop column report`,
  `create unique index survey_one_open on survey (ticket) where ended_at is null`,
  `drop index ticket_of_second`,
  ...ANEW,
  ...SCORES.map(score => `alter table ticket_figure drop column score${score}`),
  `alter table ticket_figure drop column asked`,
  `alter table ticket_figure drop column second`,
  `alter table ticket_figure add column score integer`,
]

export const up = runInOrder(STATEMENTS)

export const down = runInOrder(BACK)
