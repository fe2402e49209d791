import { runInOrder } from '../runInOrder.ts'

/** How far a store is from the main one, and when what is sent is expected. */
export const up = runInOrder([
  `alter table store add column travel_days integer not null default 1 check (travel_days >= 0)`,
  `update store set travel_days = 0 where kind = 'main'`,
  'alter table stock_transfer add column expected_at bigint',
])

export const down = runInOrder([
  'alter table stock_transfer drop column expected_at',
  'alter table store drop column travel_days',
])
