import { runInOrder } from '../runInOrder.ts'

/** Several stores, a ledger of every movement, orders that arrive in parts, kits, alternates and what was fitted where. */
const STATEMENTS = [
  `create table store (id text primary key, name text not null, name_zh text not null,
    kind text not null check (kind in ('main', 'site', 'van')), site text references site (id),
    technician text references technician (id), active integer not null,
    check ((kind = 'site') = (site is not null)), check ((kind = 'van') = (technician is not null)))`,
  `insert into store (id, name, name_zh, kind, active) values ('main', 'Main store', '总库', 'main', 1)`,
  `create table stock (store text not null references store (id), part_no text not null references part (part_no),
    on_hand double precision not null check (on_hand >= 0), reserved double precision not null check (reserved >= 0),
    primary key (part_no, store), check (reserved <= on_hand))`,
  `create table stock_movement (part_no text not null references part (part_no), number integer not null,
    at bigint not null, "by" text not null, kind text not null, store text not null references store (id),
    on_hand double precision not null, reserved double precision not null, ticket text, purchase_order text,
    reason text, primary key (part_no, number))`,
  `create index stock_movement_issued on stock_movement (part_no, at) where kind = 'issue'`,
  `alter table part add column movements integer not null default 0`,
  `alter table part add column warranty_months integer`,
  `insert into stock (store, part_no, on_hand, reserved)
    select 'main', part_no, on_hand, reserved from part where on_hand > 0 or reserved > 0`,
  `insert into stock_movement (part_no, number, at, "by", kind, store, on_hand, reserved, reason)
    select part_no, 1, 0, 'system', 'count', 'main', on_hand, reserved, 'brought forward' from part
    where on_hand > 0 or reserved > 0`,
  `update part set movements = 1 where on_hand > 0 or reserved > 0`,
  `create table reservation_by_store (ticket text not null references ticket (id),
    part_no text not null references part (part_no), quantity double precision not null check (quantity > 0),
    status text not null, created_at bigint not null, store text not null default '', instead_of text,
    primary key (ticket, part_no, status, store), check (status <> 'reserved' or store <> ''))`,
  `insert into reservation_by_store (ticket, part_no, quantity, status, created_at, store)
    select ticket, part_no, quantity, status, created_at, case status when 'reserved' then 'main' else '' end
    from reservation`,
  `drop table reservation`,
  `alter table reservation_by_store rename to reservation`,
  `create index reservation_short on reservation (part_no, created_at) where status = 'short'`,
  `create index reservation_held on reservation (part_no) where status = 'reserved'`,
  `alter table purchase_order add column received double precision not null default 0
    check (received >= 0 and received <= quantity)`,
  `update purchase_order set received = quantity where status = 'received'`,
  `alter table purchase_order add column supplier text`,
  `create table part_alternate (part_no text not null references part (part_no),
    alternate text not null references part (part_no), rank integer not null, primary key (part_no, alternate),
    check (part_no <> alternate))`,
  `create table kit (class text not null, fault_code text not null, version integer not null, parts text not null,
    at bigint not null, "by" text not null, primary key (class, fault_code, version))`,
  `create table fitted_part (id text primary key, equipment text not null references equipment (id),
    part_no text not null references part (part_no), quantity double precision not null check (quantity > 0),
    serial text, ticket text references ticket (id), fitted_at bigint not null, fitted_by text not null,
    warranty_until bigint, removed_at bigint, removed_by text, removed_reason text)`,
  `create unique index fitted_part_once on fitted_part (part_no, serial) where serial is not null and removed_at is null`,
  `create index fitted_part_equipment on fitted_part (equipment, fitted_at)`,
  `create index fitted_part_part on fitted_part (part_no, fitted_at)`,
]

const UNDO = [
  'drop table fitted_part',
  'drop table kit',
  'drop table part_alternate',
  'alter table purchase_order drop column supplier',
  'alter table purchase_order drop column received',
  `create table reservation_by_status (ticket text not null references ticket (id),
    part_no text not null references part (part_no), quantity double precision not null check (quantity > 0),
    status text not null, created_at bigint not null, primary key (ticket, part_no, status))`,
  `insert into reservation_by_status (ticket, part_no, quantity, status, created_at)
    select ticket, part_no, sum(quantity), status, min(created_at) from reservation group by ticket, part_no, status`,
  'drop table reservation',
  'alter table reservation_by_status rename to reservation',
  `create index reservation_short on reservation (part_no, created_at) where status = 'short'`,
  'drop table stock_movement',
  'drop table stock',
  'drop table store',
  'alter table part drop column warranty_months',
  'alter table part drop column movements',
]

export const up = runInOrder(STATEMENTS)

export const down = runInOrder(UNDO)
