import { Type } from 'typebox'
import { Moment } from './common.ts'

const made = { number: Type.Integer(), madeAt: Moment, madeBy: Type.String() }

export const LabelView = Type.Object(
  {
    ...made,
    code: Type.String({ description: 'What proves that somebody stands before the label' }),
    address: Type.String({ description: 'What its QR code holds' }),
    before: Type.Array(
      Type.Object(
        { ...made, endedAt: Moment, endedBy: Type.String(), reason: Type.String() },
        {
          description: 'The labels that were renewed, oldest first, without their codes',
        },
      ),
    ),
  },
  { $id: 'Label' },
)
