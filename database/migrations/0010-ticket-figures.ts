import { runInOrder } from '../runInOrder.ts'

/** What the reports count of each ticket, in a narrow row of its own; the stage fills in the old tickets when it starts. */
const STATEMENTS = [
  `create table ticket_figure (ticket text primary key references ticket (id), site text not null, class text not null,
    model text, equipment text not null, kind text not null, fault_code text, cause text, priority text not null,
    technician text, status text not null, failure integer not null, out_of_service integer not null,
    opened_at bigint not null, failed_at bigint not null, restored_at bigint, repaired_at bigint, handed_at bigint,
    detection bigint, response bigint, travel bigint, waiting bigint, repair bigint, acceptance bigint,
    visits integer not null, waited_part integer not null, held bigint, repeat_after bigint,
    labour_min double precision, parts_cost double precision, kept integer not null, missed integer not null,
    score integer, follow_up text)`,
  ...['opened_at', 'failed_at', 'restored_at', 'repaired_at'].flatMap(time => [
    `create index ticket_figure_${time} on ticket_figure (${time})`,
    `create index ticket_figure_site_${time} on ticket_figure (site, ${time})`,
  ]),
  `create index ticket_figure_down on ticket_figure ((coalesce(restored_at, 8640000000000001)), failed_at)
    where out_of_service = 1`,
  `create table ticket_breach (ticket text not null references ticket (id), kind text not null, status text not null,
    late bigint, primary key (ticket, kind))`,
  `create index ticket_site on ticket (site, opened_at, id)`,
  `create index ticket_site_status on ticket (site, status, opened_at, id)`,
  `create index ticket_of_technician on ticket (technician, opened_at, id)`,
  `create index ticket_search on ticket (opened_at, id, site, equipment, fault_code, title)`,
  `create table report_policy (version integer primary key, policy text not null, at bigint not null, "by" text not null)`,
]

const UNDO = [
  'drop table report_policy',
  ...['ticket_search', 'ticket_of_technician', 'ticket_site_status', 'ticket_site'].map(name => `drop index ${name}`),
  'drop table ticket_breach',
  'drop table ticket_figure',
]

export const up = runInOrder(STATEMENTS)

export const down = runInOrder(UNDO)
