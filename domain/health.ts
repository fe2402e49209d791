import { type Static, Type } from 'typebox'
import { SEVERITIES, type Severity } from './faults.ts'

const Points = Type.Integer({ minimum: 0, maximum: 100 })

/** What an open fault of each severity takes from a health of 100: practice values. */
export const HealthDeductions = Type.Record(Type.Enum([...SEVERITIES]), Points)
export type HealthDeductions = Static<typeof HealthDeductions>

/** How well a piece of equipment is: 100 less what its open faults take, the largest first. */
export const Health = Type.Object({
  index: Type.Optional(
    Type.Integer({ minimum: 0, maximum: 100, description: 'Absent while its data do not tell: silence is not health' }),
  ),
  deductions: Type.Array(Type.Object({ code: Type.String({ description: 'The open fault' }), points: Points })),
})
export type Health = Static<typeof Health>

export function healthOf(
  faults: readonly { code: string; severity?: Severity }[],
  known: boolean,
  takes: HealthDeductions,
): Health {
  const deductions = faults
    .map(({ code, severity }) => ({ code, points: severity === undefined ? 0 : takes[severity] }))
    .sort((a, b) => b.points - a.points)
  const index = deductions.reduce((left, { points }) => left - points, 100)
  return { ...(known && { index: Math.max(0, index) }), deductions }
}
