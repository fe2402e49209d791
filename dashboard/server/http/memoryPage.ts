import { type Static, Type } from 'typebox'
import { CodedError } from '#domain/errors.ts'
import type { Page } from '#domain/page.ts'

/** Paging of a list that is held in memory: without `limit` it comes whole. */
export const memoryPaging = {
  cursor: Type.Optional(Type.String({ maxLength: 500, description: 'The `nextCursor` of the page before' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000 })),
}
const Paging = Type.Object(memoryPaging)

const encode = (id: string): string => Buffer.from(id).toString('base64url')

function decode(cursor: string): string {
  const id = Buffer.from(cursor, 'base64url').toString()
  if (encode(id) !== cursor) throw new CodedError('BAD_REQUEST', { cursor }, 'The cursor is none of ours')
  return id
}

/** One page in the order of the ids, which stays right while things are added and taken away. */
export function memoryPage<T extends { id: string }>(
  items: Iterable<T>,
  { cursor, limit }: Static<typeof Paging>,
): Page<T> {
  const after = cursor === undefined ? undefined : decode(cursor)
  const rest = [...items].sort((a, b) => (a.id < b.id ? -1 : 1)).filter(item => after === undefined || item.id > after)
  const page = rest.slice(0, limit)
  const last = page.at(-1)
  return { items: page, ...(last && page.length < rest.length && { nextCursor: encode(last.id) }) }
}
