import { type Static, type TSchema, Type } from 'typebox'
import { Amount, PartNo, PartQuantity, Stock, strict, Text, Version } from './formFields.ts'
import { Id } from './id.ts'

const StoreLevels = Type.Array(strict({ store: Id, minStock: Stock, maxStock: Type.Optional(Stock) }), {
  maxItems: 200,
  description: 'The least and the most that each store is to hold; a store left out has no level',
})
const fields = {
  unitCost: Type.Number({ minimum: 0, maximum: 100_000_000, description: 'CNY' }),
  warrantyMonths: Type.Integer({ minimum: 0, maximum: 600 }),
  maxStock: { ...Stock, description: 'What an order fills it up to' },
}
const said = {
  name: Type.Optional(Text(200)),
  nameZh: Type.Optional(Text(200)),
  unit: Type.Optional(Text(16)),
  onHand: Type.Optional(Stock),
  store: Type.Optional(Id),
  minStock: Type.Optional(Stock),
  leadTimeDays: Type.Optional(Type.Integer({ minimum: 0, maximum: 3650 })),
  stores: Type.Optional(StoreLevels),
}
const orNull = <T extends TSchema>(schema: T) =>
  Type.Optional(Type.Union([schema, Type.Null()], { description: 'null takes it away' }))

/** A part for the store; of a part that the catalogue lists, only the number and the count are needed. */
export const NewPart = strict(
  { partNo: PartNo, ...said, ...Type.Partial(Type.Object(fields)).properties },
  { $id: 'NewPart' },
)
export type NewPart = Static<typeof NewPart>

/**
 * `onHand` is a count: what lies in the `store` now, the main one when left out. `version` is the one the person saw;
 * left out, the change holds whatever it is.
 */
export const PartChange = strict(
  {
    ...said,
    unitCost: orNull(fields.unitCost),
    warrantyMonths: orNull(fields.warrantyMonths),
    maxStock: orNull(fields.maxStock),
    version: Type.Optional(Version),
  },
  { $id: 'PartChange', minProperties: 1 },
)
export type PartChange = Static<typeof PartChange>

/** The parts that may stand in for one, the best first. */
export const Alternates = strict(
  { alternates: Type.Array(PartNo, { maxItems: 20, uniqueItems: true }), version: Type.Optional(Version) },
  { $id: 'Alternates' },
)
export type AlternatesChange = Static<typeof Alternates>

/** The parts that a fault's repair takes; `version` is the one the person saw. */
export const KitChange = strict(
  {
    parts: Type.Union([Type.Array(PartQuantity, { maxItems: 50 }), Type.Null()], {
      description: 'null: the model goes back to the kit of its class',
    }),
    version: Version,
  },
  { $id: 'KitChange' },
)

/** A part that is in a piece of equipment; the warranty is the part's own when left out. */
export const NewFittedPart = strict(
  {
    equipment: Id,
    partNo: PartNo,
    quantity: Type.Optional(Amount),
    serial: Type.Optional(Text(100)),
    warrantyMonths: Type.Optional(Type.Integer({ minimum: 0, maximum: 600 })),
  },
  { $id: 'NewFittedPart' },
)
export type NewFittedPart = Static<typeof NewFittedPart>

export const FittedPartRemoval = strict({ reason: Text(500) }, { $id: 'FittedPartRemoval' })
export type FittedPartRemoval = Static<typeof FittedPartRemoval>
