import { runInOrder } from '../runInOrder.ts'

/** Everybody of a crew is asked, each with the reasons; what lacks somebody is tried again. */
const STATEMENTS = [
  `drop index ticket_offer_one_open`,
  `create unique index ticket_offer_one_open on ticket_offer (ticket, technician) where ended_at is null`,
  `alter table ticket_offer add column reasons text`,
  `create index ticket_second on ticket (second) where second is not null and status not in ('closed', 'cancelled')`,
  `create table dispatch_wait (ticket text primary key references ticket (id), since bigint not null, tried_at bigint,
    retry_at bigint not null, told_at bigint)`,
  `create index dispatch_wait_retry on dispatch_wait (retry_at)`,
]

const BACK = [
  `drop table dispatch_wait`,
  `drop index ticket_second`,
  `alter table ticket_offer drop column reasons`,
  `update ticket_offer set ended_at = at, outcome = 'withdrawn' where ended_at is null
    and technician <> (select coalesce(technician, '') from ticket where ticket.id = ticket_offer.ticket)`,
  `drop index ticket_offer_one_open`,
  `create unique index ticket_offer_one_open on ticket_offer (ticket) where ended_at is null`,
]

export const up = runInOrder(STATEMENTS)

export const down = runInOrder(BACK)
