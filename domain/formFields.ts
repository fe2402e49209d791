import { type TProperties, Type } from 'typebox'

/** An object with these properties and no other. */
export const strict = <P extends TProperties>(properties: P, options: object = {}) =>
  Type.Object(properties, { additionalProperties: false, ...options })

export const Text = (maxLength: number) => Type.String({ minLength: 1, maxLength })
/** A text of more than blanks. */
export const Words = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: '\\S' })
export const Moment = Type.Integer({ minimum: 0, maximum: 8_640_000_000_000_000, description: 'UTC milliseconds' })
export const CatalogueCode = Type.String({ pattern: '^[A-Za-z0-9-]{1,64}$', description: 'A code of the catalogue' })
/** Which version of a thing a person saw. */
export const Version = Type.Integer({ minimum: 0, maximum: 2_147_483_647 })

export const PartNo = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$' })
/** Metres and litres may be fractions, to the thousandth; nothing is counted in more than a million. */
export const Amount = Type.Number({ minimum: 0.001, maximum: 1_000_000 })
export const Stock = Type.Number({ minimum: 0, maximum: 1_000_000 })
export const PartQuantity = strict({ partNo: PartNo, quantity: Amount })
