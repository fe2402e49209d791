import { runInOrder } from '../runInOrder.ts'

/** What devices say of themselves and the file says otherwise, with who decided that the file stays as it is. */
const STATEMENTS = [
  `create table plate_difference (equipment text not null references equipment (id),
    field text not null check (field in ('class', 'model', 'serial')), said text not null, seen_at bigint not null,
    kept_at bigint, kept_by text, primary key (equipment, field), check ((kept_at is null) = (kept_by is null)))`,
]

export const up = runInOrder(STATEMENTS)

export const down = runInOrder([`drop table plate_difference`])
