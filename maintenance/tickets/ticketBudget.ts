import type { FaultRule } from '#domain/equipmentClass.ts'
import type { Millis } from '#domain/time.ts'
import type { Workshop } from '../needs.ts'
import type { Trx } from './lockTicket.ts'

const ZONE_OFFSET = 8 * 3_600_000
/** Days are those of Asia/Shanghai, as in the calendar of working days. */
export const budgetDay = (now: Millis): string => new Date(now + ZONE_OFFSET).toISOString().slice(0, 10)

/**
 * Takes one ticket from what a rule may open today; its row decides, so that two services do not spend the same one.
 * A rule without a budget, and danger to life, may always open one.
 * @returns false when the budget of the day is used up, which is counted and said
 */
export async function takeFromBudget(
  trx: Trx,
  { log }: Pick<Workshop, 'log'>,
  { code, ticketsPerDay }: Pick<FaultRule, 'code' | 'ticketsPerDay'>,
  lifeSafety: boolean,
  now: Millis,
): Promise<boolean> {
  const day = budgetDay(now)
  await trx
    .insertInto('rule_day')
    .values({ code, day, opened: 0, withheld: 0 })
    .onConflict(c => c.doNothing())
    .execute()
  const row = trx.updateTable('rule_day').where('code', '=', code).where('day', '=', day)
  const limit = lifeSafety ? undefined : ticketsPerDay
  const taken = await row
    .set(eb => ({ opened: eb('opened', '+', 1) }))
    .$if(limit !== undefined, q => q.where('opened', '<', limit ?? 0))
    .returning('opened')
    .executeTakeFirst()
  if (taken) return true
  await row.set(eb => ({ withheld: eb('withheld', '+', 1) })).execute()
  log.warn(
    { rule: code, day, ticketsPerDay },
    'the rule has used up its tickets of the day; its faults are shown without',
  )
  return false
}
