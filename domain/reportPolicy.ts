import { type Static, Type } from 'typebox'

const Days = Type.Integer({ minimum: 1, maximum: 365 })

/** The numbers that reports go by, all of them a user's to change (catalogue §7). */
export const ReportPolicy = Type.Object(
  {
    fewestFailures: Type.Integer({ minimum: 1, maximum: 1000, description: 'Below this a mean is not told' }),
    confidence: Type.Number({ minimum: 0.5, maximum: 0.999, description: 'Of the interval of the MTBF' }),
    firstFixDays: Type.Integer({ ...Days, description: 'A first repair holds so long (KPI FTFR)' }),
    repeatDays: Type.Integer({ ...Days, description: 'The same fault within so many days is a repeat (KPI REPEAT)' }),
    satisfiedFrom: Type.Integer({ minimum: 1, maximum: 5, description: 'The lowest score of the satisfied' }),
    ageDays: Type.Array(Days, { minItems: 1, maxItems: 10, description: 'Where the age bands of the backlog end' }),
    hourRateCny: Type.Number({ minimum: 0, maximum: 1_000_000, description: 'What an hour of labour costs' }),
    crewHoursPerWeek: Type.Number({ exclusiveMinimum: 0, maximum: 168, description: 'Of one technician' }),
    predictionLeadHours: Type.Integer({
      minimum: 0,
      maximum: 8760,
      description: 'A failure was predicted when its ticket was opened so long before (KPI PRED.P)',
    }),
    predictionHoldDays: Type.Integer({
      minimum: 0,
      maximum: 365,
      description: 'A predictive ticket speaks for failures up to so long after it was closed (KPI PRED.P)',
    }),
    estRepairMin: Type.Integer({
      minimum: 1,
      maximum: 100_000,
      description: 'Of a repair whose fault has no estimate',
    }),
  },
  { $id: 'ReportPolicy', additionalProperties: false },
)
export type ReportPolicy = Static<typeof ReportPolicy>
