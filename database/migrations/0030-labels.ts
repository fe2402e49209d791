import { runInOrder } from '../runInOrder.ts'

/**
 * Labels with random codes, sites that insist on a proof of arrival, and whether arrivals were proven in what the reports
 * count. The figures of tickets are written anew beside the work.
 */
const STATEMENTS = [
  `create table label (code text primary key, kind text not null check (kind in ('equipment', 'site')),
    item text not null, number integer not null check (number > 0), made_at bigint not null, made_by text not null,
    ended_at bigint, ended_by text, reason text, unique (kind, item, number),
    check ((ended_at is null) = (ended_by is null)), check ((ended_at is null) = (reason is null)))`,
  `create unique index label_in_use on label (kind, item) where ended_at is null`,
  `alter table site_dispatch add column proof_required integer not null default 0`,
  `delete from ticket_breach`,
  `delete from ticket_figure`,
  `alter table ticket_figure add column arrival_proven integer`,
]

const BACK = [
  `alter table ticket_figure drop column arrival_proven`,
  `alter table site_dispatch drop column proof_required`,
  `drop table label`,
]

export const up = runInOrder(STATEMENTS)

export const down = runInOrder(BACK)
