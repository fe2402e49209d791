import type { PlanItem } from '#domain/plans.ts'
import type { Formats } from '../format/formats.ts'

/** What a value of a checklist's line may be, with its unit: “1.2 – 1.6 MPa”, “≤ 0.7 mm”; the unit alone without limits. */
export function limitText({ min, max, unit = '' }: PlanItem, formats: Pick<Formats, 'number'>): string {
  const [least, most] = [min, max].map(each => (each === undefined ? undefined : formats.number(each, 7)))
  const range =
    least !== undefined && most !== undefined
      ? `${least} – ${most}`
      : least !== undefined
        ? `≥ ${least}`
        : most !== undefined
          ? `≤ ${most}`
          : ''
  return `${range} ${unit}`.trim()
}
