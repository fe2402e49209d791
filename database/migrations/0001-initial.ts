import { type Kysely, sql } from 'kysely'
import { runInOrder } from '../runInOrder.ts'
import type { Tables } from '../tables.ts'

/** The first schema. Constraints that keep the promises stand here: one open fault, one open ticket, no oversold part. */
const STATEMENTS = [
  `create table meta (key text primary key, value text not null)`,
  `create table counter (name text primary key, value bigint not null)`,
  `create table change_log (seq bigint primary key, channel text not null, item text not null, op text not null, at bigint not null)`,
  `create table site (id text primary key, name text not null, timezone text not null)`,
  `create table gateway (id text primary key, site text not null references site (id), password_hash text not null,
    online integer, session text, last_seen bigint)`,
  `create table equipment (id text primary key, site text not null references site (id),
    gateway text not null references gateway (id), class text not null, name text not null, params text not null,
    occupancy text not null, created_at bigint not null)`,
  `create index equipment_site on equipment (site)`,
  `create table fault (id text primary key, equipment text not null references equipment (id), site text not null,
    class text not null, code text not null, severity text not null, life_safety integer not null,
    state text not null check (state in ('firing', 'resolved')), fired_at bigint not null, resolved_at bigint,
    evidence text not null, acknowledged_at bigint, acknowledged_by text, comment text, shelved_until bigint,
    shelved_by text, shelve_reason text, ticket text)`,
  `create unique index fault_one_open on fault (equipment, code) where state = 'firing'`,
  `create index fault_equipment on fault (equipment, fired_at)`,
  `create index fault_fired on fault (fired_at)`,
  `create index fault_firing on fault (fired_at) where state = 'firing'`,
  `create index fault_shelved on fault (shelved_until) where shelved_until is not null`,
  `create table ticket (id text primary key, version integer not null, site text not null, equipment text not null
    references equipment (id), fault text, fault_code text, title text, severity text not null,
    life_safety integer not null, priority text not null, status text not null, origin text not null, skill text,
    technician text, technician_proposed integer not null, occurrences integer not null, opened_at bigint not null,
    failed_at bigint not null, restored_at bigint, closed_at bigint, repair text,
    announced integer not null default 0)`,
  `create unique index ticket_one_open on ticket (equipment, fault_code)
    where status not in ('closed', 'cancelled') and fault_code is not null`,
  `create index ticket_opened on ticket (opened_at)`,
  `create index ticket_open on ticket (opened_at) where status not in ('closed', 'cancelled')`,
  `create index ticket_status on ticket (status, opened_at)`,
  `create index ticket_equipment on ticket (equipment, opened_at)`,
  `create index ticket_failed on ticket (failed_at)`,
  `create index ticket_restored on ticket (restored_at)`,
  `create index ticket_technician on ticket (technician) where status not in ('closed', 'cancelled')`,
  `create table ticket_clock (ticket text not null references ticket (id), kind text not null,
    started_at bigint not null, due_at bigint not null, stopped_at bigint, breached_at bigint, primary key (ticket, kind))`,
  `create index ticket_clock_due on ticket_clock (due_at) where stopped_at is null and breached_at is null`,
  `create table ticket_event (ticket text not null references ticket (id), number integer not null, at bigint not null,
    "by" text not null, event text not null, from_status text, to_status text, detail text, version integer not null,
    primary key (ticket, number))`,
  `create table part (part_no text primary key, name text not null, name_zh text not null, unit text not null,
    on_hand double precision not null check (on_hand >= 0), reserved double precision not null check (reserved >= 0),
    min_stock double precision not null, lead_time_days integer not null, unit_cost double precision,
    counted integer not null, check (reserved <= on_hand))`,
  `create table reservation (ticket text not null references ticket (id), part_no text not null references part (part_no),
    quantity double precision not null check (quantity > 0), status text not null, created_at bigint not null,
    primary key (ticket, part_no, status))`,
  `create index reservation_short on reservation (part_no, created_at) where status = 'short'`,
  `create table purchase_order (id text primary key, part_no text not null references part (part_no),
    quantity double precision not null check (quantity > 0), status text not null, ticket text references ticket (id),
    created_at bigint not null, expected_at bigint)`,
  `create index purchase_order_part on purchase_order (part_no, status)`,
  `create table technician (id text primary key, name text not null, phone text, skills text not null,
    sites text not null, active integer not null)`,
  `create table account (username text primary key, password_hash text not null, role text not null,
    sites text not null, created_at bigint not null)`,
  `create table login (token_hash text primary key, username text not null references account (username) on delete cascade,
    created_at bigint not null, expires_at bigint not null)`,
  `create table api_token (token_hash text primary key,
    username text not null references account (username) on delete cascade, name text not null, created_at bigint not null)`,
]

const DROP_ORDER = [
  'api_token',
  'login',
  'account',
  'technician',
  'purchase_order',
  'reservation',
  'part',
  'ticket_event',
  'ticket_clock',
  'ticket',
  'fault',
  'equipment',
  'gateway',
  'site',
  'change_log',
  'counter',
  'meta',
]

export const up = runInOrder(STATEMENTS)

export async function down(db: Kysely<Tables>): Promise<void> {
  for (const table of DROP_ORDER) await sql.raw(`drop table ${table}`).execute(db)
}
