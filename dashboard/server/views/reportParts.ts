import { type TProperties, Type } from 'typebox'
import { Id, Moment, ShareView } from './common.ts'

export const Hours = Type.Number({ description: 'hours' })
/** What a report was asked for. */
export const query = Type.Object({
  from: Moment,
  to: Moment,
  site: Type.Optional(Id),
  class: Type.Optional(Type.String()),
  model: Type.Optional(Type.String()),
})
export const key = Type.String()
/** The same figures by site, class and model. */
export const by = <P extends TProperties>(row: P) => {
  const rows = Type.Array(Type.Object({ key, ...row }))
  return Type.Object({ site: rows, class: rows, model: rows })
}
export const interval = Type.Optional(ShareView)

/** How far the figures of older tickets are written. */
export const FillProgressView = Type.Object(
  { written: Type.Integer(), of: Type.Integer() },
  { description: 'There while not every ticket is counted: so many of so many are' },
)
export const incomplete = Type.Optional(FillProgressView)
