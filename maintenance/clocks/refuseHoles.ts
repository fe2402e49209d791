import { CodedError } from '#domain/errors.ts'
import { repeatedCodes } from '#domain/repeatedCodes.ts'
import type { ServicePolicy } from '#domain/servicePolicy.ts'
import { PRIORITIES } from '#domain/tickets.ts'

/** Fewer people there make a major danger to life no less urgent (catalogue §5.4). */
const loweredDanger = ({ matrix }: ServicePolicy) =>
  matrix.flatMap(({ severity, lifeSafety, ...cells }, i) => {
    if (severity !== 'major' || !lifeSafety) return []
    const most = PRIORITIES.find(code => Object.values(cells).includes(code))
    const lowered = (['high', 'normal', 'low'] as const).filter(occupancy => cells[occupancy] !== most)
    return lowered.map(occupancy => ({ path: `/policy/matrix/${i}/${occupancy}`, problem: 'dangerLowered' }))
  })

/** Each step of an escalation comes after the one before. */
const stepsOutOfOrder = ({ escalation }: ServicePolicy) =>
  escalation.flatMap(({ steps }, i) =>
    steps.flatMap((step, j) => {
      const before = steps[j - 1]
      const early = (['level', 'share'] as const).filter(field => before !== undefined && step[field] <= before[field])
      return early.map(field => ({
        path: `/policy/escalation/${i}/steps/${j}/${field}`,
        problem: 'notAfterTheOneBefore',
      }))
    }),
  )

/**
 * Every priority once, every cell of the matrix once, a day that opens before it closes, danger never lowered, steps in order.
 * @throws CodedError BAD_REQUEST with what is wrong where
 */
export function refuseHoles(policy: ServicePolicy): void {
  const { priorities, matrix, workingHours } = policy
  const problems = [
    ...repeatedCodes(policy, '/policy').map(path => ({ path, problem: 'twice' })),
    ...PRIORITIES.filter(code => !priorities.some(p => p.code === code)).map(code => ({
      path: '/policy/priorities',
      problem: 'missing',
      code,
    })),
    ...(new Set(matrix.map(m => `${m.severity} ${m.lifeSafety}`)).size < matrix.length
      ? [{ path: '/policy/matrix', problem: 'twice' }]
      : []),
    ...(workingHours.open < workingHours.close
      ? []
      : [{ path: '/policy/workingHours/close', problem: 'closesBeforeOpening' }]),
    ...loweredDanger(policy),
    ...stepsOutOfOrder(policy),
  ]
  if (problems.length > 0) throw new CodedError('BAD_REQUEST', { problems })
}
