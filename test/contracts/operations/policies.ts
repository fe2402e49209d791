import { describe, expect, test } from 'vitest'
import type { Database } from '#database/database.ts'
import { SHIPPED_FEEDBACK, SHIPPED_INTAKE, SHIPPED_POLICY, SHIPPED_REPORT_POLICY } from '#domain/shippedPolicies.ts'
import { ADMIN, MONDAY } from '../../helpers/maintenance.ts'
import { startWith } from './start.ts'

/** Versions of the policies that users change, on every operations database. `open` gives an empty one. */
export function policiesContract(kind: string, open: () => Promise<Database>): void {
  const start = startWith(open)

  describe(`policies on ${kind}`, () => {
    test('each version says why it was made, if that was said, and keeps it', async () => {
      const { maintenance } = await start()
      const { alarmPolicy, reportPolicy, feedbackPolicy, intake } = maintenance
      maintenance.clock.set(MONDAY)
      const made = { at: MONDAY, by: 'admin' }
      for (const [policies, shipped] of [
        [alarmPolicy, SHIPPED_POLICY],
        [reportPolicy, SHIPPED_REPORT_POLICY],
        [intake.policy, SHIPPED_INTAKE],
        [feedbackPolicy, SHIPPED_FEEDBACK],
      ] as const) {
        const change = (version: number, note?: string) => policies.change(shipped as never, version, ADMIN, note)
        const first = { version: 1, policy: shipped, ...made, note: '消防演练之后' }
        expect(await change(0, '消防演练之后')).toEqual(first)
        expect(await policies.get()).toEqual(first)
        const second = { version: 2, policy: shipped, ...made }
        expect(await change(1)).toEqual(second)
        await expect(change(1, 'too late')).rejects.toMatchObject({ code: 'STALE_VERSION', details: { version: 2 } })
        expect(await policies.history()).toEqual([second, first, { version: 0, policy: shipped }])
      }
    })

    test('two questions with the same code are refused, with the place of the second', async () => {
      const { maintenance } = await start()
      const { opinion } = SHIPPED_FEEDBACK
      const questions = [...opinion.questions, { code: 'lifts', name: 'Lifts again', name_zh: '电梯' }]
      const twice = { ...SHIPPED_FEEDBACK, opinion: { ...opinion, questions } }
      const problems = [{ path: '/policy/opinion/questions/6/code', problem: 'twice' }]
      await expect(maintenance.feedbackPolicy.change(twice, 0, ADMIN)).rejects.toMatchObject({
        code: 'BAD_REQUEST',
        details: { problems },
      })
      expect(await maintenance.feedbackPolicy.get()).toMatchObject({ version: 0 })
    })
  })
}
