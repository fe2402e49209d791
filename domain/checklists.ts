import { type Static, Type } from 'typebox'
import { CatalogueCode, strict, Version, Words } from './formFields.ts'
import { Id } from './id.ts'
import type { PlanItem } from './plans.ts'
import type { Millis } from './time.ts'

/** What an item of a checklist comes to: as it has to be, not so, or not applicable to this equipment. */
export const ANSWER_OUTCOMES = ['ok', 'notOk', 'na'] as const
export type AnswerOutcome = (typeof ANSWER_OUTCOMES)[number]

/** The highest number that a photo of a ticket may have. */
export const MAX_PHOTO_NUMBER = 100

/** An answer to one item for one piece of equipment. */
const NewAnswer = strict({
  equipment: { ...Id, description: 'As in the line of the checklist' },
  item: CatalogueCode,
  version: Type.Optional({
    ...Version,
    description: 'Of the answer that the person saw; left out or 0: there was none',
  }),
  outcome: Type.Optional(
    Type.Enum([...ANSWER_OUTCOMES], {
      description: 'Left out with a value: what its limits say; outside them it is not ok',
    }),
  ),
  value: Type.Optional(Type.Number({ description: 'Of an item that asks for a number, in its unit' })),
  reason: Type.Optional({ ...Words(500), description: 'Why it is not applicable' }),
  note: Type.Optional(Words(1000)),
  photos: Type.Optional(
    Type.Array(Type.Integer({ minimum: 1, maximum: MAX_PHOTO_NUMBER }), {
      maxItems: 20,
      uniqueItems: true,
      description: 'Numbers of photos of the ticket; one photo may show several items',
    }),
  ),
  mended: Type.Optional(Type.Boolean({ description: 'What was not ok was mended on the spot: no ticket follows' })),
  trouble: Type.Optional(
    Type.String({ pattern: '^[A-Za-z]{1,40}$', description: 'The kind of trouble that a following ticket is about' }),
  ),
})
export type NewAnswer = Static<typeof NewAnswer>

/** Answers to a visit's checklist; all are taken, or none. */
export const ChecklistAnswers = strict(
  { answers: Type.Array(NewAnswer, { minItems: 1, maxItems: 1000 }) },
  { $id: 'ChecklistAnswers' },
)
export type ChecklistAnswers = Static<typeof ChecklistAnswers>

/** An answer as it was given. */
export interface Answer {
  version: number
  outcome: AnswerOutcome
  value?: number
  reason?: string
  note?: string
  photos: number[]
  mended?: true
  /** The ticket that follows from what was not ok. */
  ticket?: string
  at: Millis
  by: string
}

/** What is to be answered: an item for a piece of equipment, or for the place that stands for the site. */
export interface ChecklistLine {
  item: string
  equipment: string
  answer?: Answer & {
    /** What was answered before it was corrected, newest first. */
    before: Answer[]
  }
}

/** An item with the plan that it is of. */
export interface ChecklistItem extends PlanItem {
  plan: string
}

/** A visit of a plan as its ticket carries it. Days are the site's. */
export interface Visit {
  id: string
  /** The plan, and the shorter ones that it includes, in the versions that it was opened with. */
  plan: string
  plans: { code: string; name: string; name_zh: string; version: number }[]
  dueDay: string
  windowStart: string
  windowEnd: string
  estMin: number
  doneAt?: Millis
  /** When it was given up. */
  missedAt?: Millis
  /** What it carries; of a visit to a site also the place that stands for it. */
  equipment: { id: string; name: string; class: string }[]
  items: ChecklistItem[]
  lines: ChecklistLine[]
  /** How many lines have no answer, and how many have one that lacks the photo it asks for. */
  lacking: number
  photosLacking: number
}

/** Whether a value is outside the limits of its item, and so not ok whatever else was said. */
export const isOutside = ({ min, max }: Pick<PlanItem, 'min' | 'max'>, value: number): boolean =>
  (min !== undefined && value < min) || (max !== undefined && value > max)

/** Whether an answer lacks the photo that its item asks for; a value tells as much, and what does not apply cannot be shown. */
export const lacksPhoto = (
  { photo, test }: Pick<PlanItem, 'photo' | 'test'>,
  { outcome, value, photos }: Pick<Answer, 'outcome' | 'value' | 'photos'>,
): boolean => (photo === true || test === true) && outcome !== 'na' && value === undefined && photos.length === 0

/** What tells a line of a checklist from the others: an item of one piece of equipment. */
export const lineKey = ({ item, equipment }: { item: string; equipment: string }): string => `${equipment} ${item}`
