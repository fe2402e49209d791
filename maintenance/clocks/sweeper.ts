import { trimChanges } from '#database/changeLog.ts'
import { sweepComplaints } from '../complaints/overdueComplaints.ts'
import { sweepReminders } from '../customers/reminders.ts'
import { sweepDispatch } from '../dispatch/sweep/sweepDispatch.ts'
import { sweepFaults } from '../faults/sweepFaults.ts'
import { createForgetting } from '../intake/forgetDue.ts'
import type { Workshop } from '../needs.ts'
import { sweepOpinions } from '../opinions/nextRound.ts'
import { createPlanSweep } from '../plans/sweepPlans.ts'
import { catchUpClocks } from './overdue.ts'

const SWEEP_MS = 1000

/** What remembers when it looked last. */
type Looking = Record<'openDue' | 'forgetOld', () => Promise<void>>

/** Does once what time has made due; each piece in a transaction of its own, so that a stop in between loses nothing. */
async function sweepOnce(needs: Workshop, { openDue, forgetOld }: Looking): Promise<void> {
  await catchUpClocks(needs)
  await sweepComplaints(needs)
  await sweepReminders(needs)
  await sweepOpinions(needs)
  await sweepFaults(needs)
  await openDue()
  await sweepDispatch(needs)
  await forgetOld()
  await trimChanges(needs.database.db)
}

/** Sweeps now and then at intervals; the database knows what is due, the timer only looks. */
export async function startSweeper(needs: Workshop): Promise<{ sweep(): Promise<void>; stop(): Promise<void> }> {
  const looking = { openDue: createPlanSweep(needs), forgetOld: createForgetting(needs) }
  const sweep = () => sweepOnce(needs, looking)
  await sweep()
  let running: Promise<void> | undefined
  const timer = setInterval(() => {
    running ??= sweep()
      .catch((err: unknown) => needs.log.error({ err }, 'the sweep for overdue clocks failed'))
      .finally(() => {
        running = undefined
      })
  }, needs.sweepMs ?? SWEEP_MS)
  return {
    sweep,
    stop: async () => {
      clearInterval(timer)
      await running
    },
  }
}
