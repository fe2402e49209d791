import type { AlarmPolicy } from '#domain/alarmPolicy.ts'
import type { RuleAsked, RulePrecision, TicketVerdict } from '#domain/ruleRecord.ts'
import type { Millis } from '#domain/time.ts'
import type { Workshop } from '../needs.ts'
import { betterLimit } from './betterLimit.ts'
import type { Verdict } from './verdicts.ts'
import { wilson } from './wilson.ts'

/** How many tickets a rule lists behind its precision. */
const TICKETS_LISTED = 100

const counted = (verdicts: readonly Verdict[]) => {
  const genuine = verdicts.filter(one => one.genuine).length
  const precision = wilson(genuine, verdicts.length)
  return { verdicts: verdicts.length, genuine, ...(precision && { precision }) }
}

const toTicket = ({ ticket, equipment, outcome, closedAt }: Verdict): TicketVerdict => ({
  ticket,
  equipment,
  outcome,
  closedAt,
})

/** How often a rule was right by the verdicts on its tickets, and the limit that would have been better. */
export function rulePrecision(
  { catalogue }: Pick<Workshop, 'catalogue'>,
  { class: kind, rule, since }: RuleAsked,
  verdicts: readonly Verdict[],
  { from, detailed, numbers }: { from: Millis; detailed: boolean; numbers: NonNullable<AlarmPolicy['precision']> },
): RulePrecision {
  const entry = catalogue.classes.get(kind)
  const of = (outcome: Verdict['outcome']) => verdicts.filter(one => one.outcome === outcome).length
  return {
    from,
    noFaultFound: of('noFaultFound'),
    sensor: of('sensor'),
    ...counted(verdicts),
    ...(since !== undefined && { ofVersion: counted(verdicts.filter(({ openedAt }) => openedAt >= since)) }),
    ...(entry && betterLimit(entry, rule, verdicts, numbers)),
    ...(detailed && { tickets: verdicts.slice(0, TICKETS_LISTED).map(toTicket) }),
  }
}
