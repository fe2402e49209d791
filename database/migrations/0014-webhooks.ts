import { runInOrder } from '../runInOrder.ts'

/** Who is told of ticket events by HTTP, and what of it has been told; events so far are not told afterwards. */
const STATEMENTS = [
  `create table webhook (id text primary key, name text not null, url text not null,
    format text not null check (format in ('json', 'wecom', 'dingtalk')), events text not null, sites text not null,
    secret text not null, active integer not null, created_at bigint not null, created_by text not null,
    failures integer not null default 0, last_at bigint, last_status integer, last_error text)`,
  `create table webhook_delivery (webhook text not null references webhook (id) on delete cascade,
    ticket text not null references ticket (id), number integer not null, event text not null,
    state text not null check (state in ('waiting', 'delivered', 'dead')), attempts integer not null default 0,
    next_at bigint not null, created_at bigint not null, ended_at bigint, status integer, error text,
    primary key (webhook, ticket, number))`,
  `create index webhook_delivery_due on webhook_delivery (next_at) where state = 'waiting'`,
  `create index webhook_delivery_ended on webhook_delivery (state, ended_at)`,
  `alter table ticket add column notified integer not null default 0`,
  `update ticket set notified = (select count(*) from ticket_event where ticket_event.ticket = ticket.id)`,
]

const BACK = [`drop table webhook_delivery`, `drop table webhook`, `alter table ticket drop column notified`]

export const up = runInOrder(STATEMENTS)

export const down = runInOrder(BACK)
