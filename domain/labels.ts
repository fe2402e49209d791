import { type Static, Type } from 'typebox'
import { strict, Text } from './formFields.ts'
import type { Millis } from './time.ts'

/** What a label hangs on. */
export type Labelled = { equipment: string } | { site: string }

/** A label that was renewed: why, and by whom. Its code is told to nobody any more. */
export interface EndedLabel {
  number: number
  madeAt: Millis
  madeBy: string
  endedAt: Millis
  endedBy: string
  reason: string
}

/** The label that hangs there now, for those who print it: its code proves that somebody is there. */
export interface Label {
  number: number
  code: string
  madeAt: Millis
  madeBy: string
  /** The labels before it, oldest first. */
  before: EndedLabel[]
}

/** A label is lost, worn or was copied: it gets another code. `number` is that of the label the person saw. */
export const LabelRenewal = strict(
  { number: Type.Integer({ minimum: 1, maximum: 2_147_483_647 }), reason: Text(500) },
  { $id: 'LabelRenewal' },
)
export type LabelRenewal = Static<typeof LabelRenewal>
