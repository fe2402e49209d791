import { runInOrder } from '../runInOrder.ts'

/** Photos are deleted in time: a file is found by its name, and a report tells when its photos were. */
const STATEMENTS = [`create index photo_file on photo (file)`, `alter table report add column photos_deleted_at bigint`]

const BACK = [`alter table report drop column photos_deleted_at`, `drop index photo_file`]

export const up = runInOrder(STATEMENTS)

export const down = runInOrder(BACK)
