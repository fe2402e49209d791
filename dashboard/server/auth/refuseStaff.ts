import type { FastifyRequest } from 'fastify'
import { CodedError } from '#domain/errors.ts'
import { shownCredential } from './guard.ts'
import type { Sessions } from './sessions.ts'

/** Who is logged in works here, and does not answer for customers. The answer has to be theirs (P6, P7 of the service practice). */
export const createStaffRefusal =
  (sessions: Pick<Sessions, 'identify'>) =>
  async ({ headers, cookies }: FastifyRequest): Promise<void> => {
    const shown = shownCredential(headers, cookies)
    const staff = shown && (await sessions.identify(shown))
    if (staff) throw new CodedError('SURVEY_BY_STAFF', { username: staff.username })
  }
