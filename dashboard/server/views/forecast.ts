import { Type } from 'typebox'
import { FORECAST_REASONS } from '#domain/forecast.ts'
import { Moment } from './common.ts'

const optional = Type.Optional
const moment = (description: string) => optional(Type.String({ format: 'date-time', description }))
const number = (description: string) => optional(Type.Number({ description }))

export const ForecastView = Type.Object(
  {
    metric: Type.String(),
    fault: optional(Type.String({ description: 'The rule whose limit it is' })),
    limit: optional(Type.Number()),
    direction: optional(Type.Enum(['up', 'down'], { description: 'From where the limit is reached' })),
    value: number('The newest value'),
    ts: optional(Moment),
    since: moment('The first of the days that the line is laid through'),
    days: optional(Type.Integer({ description: 'How many days those are' })),
    needed: optional(Type.Integer({ description: 'How many the rule asks for' })),
    slopePerDay: optional(Type.Number()),
    level: number('Where the line stands at `levelAt`'),
    levelAt: optional(Moment),
    at: moment('When the line is at the limit'),
    from: moment('At the earliest, with `confidence`'),
    to: moment('At the latest; left out where the data give no end'),
    confidence: number('Probability that it lies between `from` and `to`'),
    bend: optional(
      Type.Enum(['faster', 'slower'], { description: 'It does not go in a straight line: `at` has no interval then' }),
    ),
    withinDays: number('The rule fires when so many days are left'),
    fires: optional(Type.Boolean({ description: 'The rule says so now' })),
    reason: optional(Type.Enum([...FORECAST_REASONS], { description: 'Why there is no date' })),
  },
  { $id: 'Forecast' },
)
