import { Type } from 'typebox'
import { Moment } from './common.ts'

const counts = {
  expected: Type.Integer({ description: 'Of periodic metrics, one a period, while the equipment was in service' }),
  received: Type.Integer({ description: 'Those of them that came' }),
}

export const SamplesView = Type.Object(counts)

export const DaySamplesView = Type.Object({
  day: Type.String({ description: "`2026-11-26`, by the site's calendar" }),
  ...counts,
  countedAt: Moment,
})
