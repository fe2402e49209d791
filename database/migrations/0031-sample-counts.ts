import { runInOrder } from '../runInOrder.ts'

/** How many readings came of those that were to come, by equipment and day; and reports that are kept as they were made. */
const STATEMENTS = [
  `create table sample_count (equipment text not null references equipment (id), day_at bigint not null,
    expected bigint not null check (expected >= 0), received bigint not null check (received between 0 and expected),
    counted_at bigint not null, primary key (equipment, day_at))`,
  `create index sample_count_day on sample_count (day_at)`,
  `create table sample_day (day_at bigint not null, site text not null references site (id), class text not null,
    model text not null, expected bigint not null, received bigint not null, primary key (day_at, site, class, model))`,
  `create table kept_report (id text primary key, period text not null check (period in ('month', 'quarter', 'year')),
    "of" text not null, site text not null, from_at bigint not null, to_at bigint not null, made_at bigint not null,
    content text not null, unique (period, "of", site))`,
]

const BACK = [`drop table kept_report`, `drop table sample_day`, `drop table sample_count`]

export const up = runInOrder(STATEMENTS)
export const down = runInOrder(BACK)
