import { Type } from 'typebox'
import { STOCK_CHANGE_KINDS } from '#domain/stockProjection.ts'
import { Id, Moment } from './common.ts'

const Change = Type.Object({
  at: Moment,
  kind: Type.Enum([...STOCK_CHANGE_KINDS]),
  quantity: Type.Number({ description: 'What it adds, negative for what it takes' }),
  left: Type.Number({ description: 'What is available after it' }),
  late: Type.Optional(Type.Boolean({ description: 'It should have come already' })),
  purchaseOrder: Type.Optional(Id),
  transfer: Type.Optional(Id),
  ticket: Type.Optional(Id),
  plan: Type.Optional(Type.String()),
  dueDay: Type.Optional(Type.String({ description: 'YYYY-MM-DD, of the site' })),
  visits: Type.Optional(Type.Integer({ description: 'How many visits of the plan to the site that day' })),
  site: Type.Optional(Id),
  equipment: Type.Optional(Id),
})

const figures = {
  partNo: Type.String(),
  from: Moment,
  to: Moment,
  onHand: Type.Number(),
  reserved: Type.Number(),
  available: Type.Number({ description: 'On hand, less what tickets hold' }),
  incoming: Type.Number({ description: 'Asked for, ordered or on its way between stores, and not yet here' }),
  wanted: Type.Number({ description: 'What tickets wait for' }),
  planned: Type.Number({ description: 'What planned visits take until `to`' }),
  minStock: Type.Number({ description: 'Of all stores together' }),
  leadTimeDays: Type.Number(),
  usagePerDay: Type.Number({ description: 'Mean issue a day, without that of planned visits' }),
  belowAt: Type.Optional(Moment),
  orderAt: Type.Optional(Moment),
  quantity: Type.Optional(Type.Number({ description: 'How much to order then' })),
  runsOutAt: Type.Optional(Moment),
  changes: Type.Array(Change),
}

export const StockProjectionView = Type.Object(figures, { $id: 'StockProjection' })

export const ReorderSuggestionView = Type.Object(
  {
    ...figures,
    ...{ belowAt: Moment, orderAt: Moment, quantity: Type.Number() },
    changes: Type.Array(Change, {
      description: 'The first of what brings it below the minimum, what comes counted in',
    }),
    moreChanges: Type.Integer({ description: 'How many are left out' }),
  },
  { $id: 'ReorderSuggestion' },
)
