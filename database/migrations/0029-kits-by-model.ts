import { runInOrder } from '../runInOrder.ts'

const kit = (name: string, columns: string, key: string) =>
  `create table ${name} (class text not null, fault_code text not null, ${columns} version integer not null,
    parts text not null, at bigint not null, "by" text not null, primary key (class, fault_code, ${key}))`

/** A kit may be one model's; `model` is empty for that of the class. */
export const up = runInOrder([
  kit('kit_by_model', `model text not null default '',`, 'model, version'),
  `insert into kit_by_model (class, fault_code, version, parts, at, "by")
    select class, fault_code, version, parts, at, "by" from kit`,
  'drop table kit',
  'alter table kit_by_model rename to kit',
])

export const down = runInOrder([
  kit('kit_by_class', '', 'version'),
  `insert into kit_by_class (class, fault_code, version, parts, at, "by")
    select class, fault_code, version, parts, at, "by" from kit where model = ''`,
  'drop table kit',
  'alter table kit_by_class rename to kit',
])
