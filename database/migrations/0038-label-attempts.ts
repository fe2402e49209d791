import { runInOrder } from '../runInOrder.ts'

/** When somebody tried a wrong label within the last minutes: a row for each who did, with the times as JSON. */
export const up = runInOrder([
  'create table label_attempt (who text primary key, tried_at text not null, last_at bigint not null)',
  'create index label_attempt_by_time on label_attempt (last_at)',
])

export const down = runInOrder(['drop table label_attempt'])
