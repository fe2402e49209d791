import { type Static, Type } from 'typebox'
import { strict } from './formFields.ts'
import { OpinionTopic } from './opinions.ts'

const count = (maximum: number) => Type.Integer({ minimum: 1, maximum })

/** So often from one address within so many minutes. */
const Rate = strict({ windowMin: count(10_080), perAddress: count(100_000) })

/** How customers are asked and heard without a log-in, all of it a user's to change; what is asked after a repair and how soon a complaint is answered stands in the service levels. */
export const FeedbackPolicy = strict(
  {
    rates: strict(
      { reads: Rate, answers: Rate, complaints: Rate },
      { description: 'From one address: links opened, surveys answered, complaints sent' },
    ),
    qrMinutes: Type.Integer({ minimum: 1, maximum: 1440, description: 'A code shown on the spot holds so long' }),
    reminders: strict({
      afterHours: count(8760),
      most: Type.Integer({ minimum: 0, maximum: 10, description: 'So often who has not answered is reminded' }),
    }),
    opinion: strict(
      {
        satisfiedFrom: Type.Integer({ minimum: 1, maximum: 5 }),
        mendBelow: Type.Number({ minimum: 1, maximum: 5, description: 'A question whose mean lies below is to mend' }),
        questions: Type.Array(OpinionTopic, { minItems: 1, maxItems: 20 }),
        departments: Type.Array(OpinionTopic, { minItems: 1, maxItems: 30 }),
      },
      { description: 'Surveys of opinion by site and period' },
    ),
  },
  { $id: 'FeedbackPolicy' },
)
export type FeedbackPolicy = Static<typeof FeedbackPolicy>
