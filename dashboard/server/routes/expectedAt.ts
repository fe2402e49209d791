import { Type } from 'typebox'
import { toMillis } from '../moment.ts'
import { MomentInput } from '../views/common.ts'

/** When something is expected, as a request says it. */
export const ExpectedAt = Type.Optional(MomentInput)

/** A command as the maintenance stage takes it: its time in milliseconds. */
export const withExpectedAt = <T extends { expectedAt?: string | number }>({ expectedAt: given, ...rest }: T) => ({
  ...rest,
  ...(given !== undefined && { expectedAt: toMillis('expectedAt', given) }),
})
