import type { Database } from '#database/database.ts'

/** The broken variant of `write`: each statement is durable by itself, and what was read may have changed before it is used. */
export const piecemeal =
  ({ db }: Database): Database['write'] =>
  work =>
    work(db as Parameters<typeof work>[0])
