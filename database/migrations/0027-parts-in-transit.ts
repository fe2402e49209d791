import { runInOrder } from '../runInOrder.ts'

/** Parts on their way from store to store. */
const STATEMENTS = [
  `create table stock_transfer (id text primary key, part_no text not null references part (part_no),
    quantity double precision not null check (quantity > 0), source text not null references store (id),
    target text not null references store (id), to_come double precision not null,
    received double precision not null default 0, returned double precision not null default 0,
    lost double precision not null default 0, reason text, sent_at bigint not null, sent_by text not null,
    closed_at bigint, check (source <> target), check (to_come >= 0 and to_come <= quantity),
    check ((closed_at is null) = (to_come > 0)))`,
  `create index stock_transfer_part on stock_transfer (part_no, sent_at)`,
  `create index stock_transfer_open on stock_transfer (sent_at) where to_come > 0`,
  `alter table stock add column in_transit double precision not null default 0 check (in_transit >= 0)`,
  `alter table stock_movement add column in_transit double precision not null default 0`,
  `alter table stock_movement add column transfer text`,
]

const UNDO = [
  `alter table stock_movement drop column transfer`,
  `alter table stock_movement drop column in_transit`,
  `alter table stock drop column in_transit`,
  `drop table stock_transfer`,
]

export const up = runInOrder(STATEMENTS)

export const down = runInOrder(UNDO)
