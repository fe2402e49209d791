import { type TSchema, Type } from 'typebox'
import { ID_PATTERN } from '#domain/id.ts'
import { NewPart } from '#domain/partForms.ts'

/** A moment in an answer. */
export const Moment = Type.String({ format: 'date-time', description: 'ISO 8601, UTC' })
/** A day in an answer. */
export const Day = Type.String({ description: 'A day of the site, as 2026-11-23' })
/** A moment in a request: ISO 8601 with its offset, or UTC milliseconds. */
export const MomentInput = Type.Union([
  Type.Integer({ minimum: 0, maximum: 8_640_000_000_000_000 }),
  Type.String({ minLength: 1, maxLength: 40 }),
])

export const PartNo = NewPart.properties.partNo
export const Id = Type.String({ pattern: ID_PATTERN })
export const IdPath = Type.Object({ id: Type.String({ minLength: 1, maxLength: 200 }) })

/** How long a list may be, and where it goes on. */
export const paging = {
  cursor: Type.Optional(Type.String({ maxLength: 500, description: 'The `nextCursor` of the page before' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 100 })),
}

/** All there are, without pages. */
export const ListOf = <T extends TSchema>(item: T) => Type.Object({ items: Type.Array(item) })

export const PageOf = <T extends TSchema>(item: T) =>
  Type.Object({ items: Type.Array(item), nextCursor: Type.Optional(Type.String()) })

export const strict = <P extends Record<string, TSchema>>(properties: P, options: object = {}) =>
  Type.Object(properties, { additionalProperties: false, ...options })

export const Share = Type.Number({ minimum: 0, maximum: 1 })

export const ShareView = Type.Object(
  { value: Share, low: Share, high: Share },
  { description: 'A share, 0 to 1, with its 95 % interval (Wilson)' },
)
