import { CodedError } from '#domain/errors.ts'
import type { Page, PageQuery } from '#domain/page.ts'

const DEFAULT_LIMIT = 100
export const MAX_LIMIT = 500

type Key = readonly (string | number)[]

export const pageSize = ({ limit = DEFAULT_LIMIT }: PageQuery): number =>
  Math.min(Math.max(1, Math.floor(limit)), MAX_LIMIT)

/** The key of the last item of the page before, types in `shape` as examples. @throws CodedError BAD_REQUEST */
export function cursorKey<K extends Key>(
  cursor: string | undefined,
  shape: K,
): { -readonly [I in keyof K]: K[I] } | undefined {
  if (cursor === undefined) return undefined
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    if (Array.isArray(key) && key.length === shape.length && shape.every((part, i) => typeof part === typeof key[i]))
      return key as { -readonly [I in keyof K]: K[I] }
  } catch {
    // Answered below like any other text that is no cursor.
  }
  throw new CodedError('BAD_REQUEST', { cursor: 'not a cursor of this list' })
}

/** Cuts rows that were read one too many into a page. */
export function toPage<T>(rows: readonly T[], size: number, key: (row: T) => Key): Page<T> {
  const items = rows.slice(0, size)
  const last = items.at(-1)
  if (rows.length <= size || last === undefined) return { items }
  return { items, nextCursor: Buffer.from(JSON.stringify(key(last))).toString('base64url') }
}
