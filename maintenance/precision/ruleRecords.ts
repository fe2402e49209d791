import type { BudgetDay, BudgetRecord, RuleRecord, RuleRecordQuery } from '#domain/ruleRecord.ts'
import { precisionPolicy } from '#domain/shippedPolicies.ts'
import { readPolicy } from '../faults/policy.ts'
import type { Workshop } from '../needs.ts'
import { budgetDay } from '../tickets/ticketBudget.ts'
import { rulePrecision } from './precision.ts'
import { shadowCounts, shadowFindings } from './shadowRecord.ts'
import { readVerdicts } from './verdicts.ts'

const DAY = 86_400_000
const DAYS_LISTED = 30
const NOTHING_FOUND = { found: 0, open: 0 }

export interface RuleRecords {
  /** What became of what these rules found, by code; three queries, however many rules. */
  records(query: RuleRecordQuery): Promise<Map<string, RuleRecord>>
}

async function budgetDays({ database: { db } }: Workshop, codes: readonly string[], from: string) {
  const rows = await db
    .selectFrom('rule_day')
    .selectAll()
    .where('code', 'in', codes)
    .where('day', '>=', from)
    .orderBy('day', 'desc')
    .execute()
  return Map.groupBy(rows, ({ code }) => code)
}

function budgetOf(days: readonly (BudgetDay & { code: string })[], day: string, detailed: boolean): BudgetRecord {
  const { opened, withheld } = days.find(one => one.day === day) ?? { opened: 0, withheld: 0 }
  const listed = days.map(({ code: _, ...one }) => one)
  return { day, opened, withheld, ...(detailed && { days: listed }) }
}

async function records(needs: Workshop, query: RuleRecordQuery): Promise<Map<string, RuleRecord>> {
  const { rules, detailed = false, sites = [] } = query
  const { db } = needs.database
  const now = needs.clock.now()
  const numbers = precisionPolicy(await readPolicy(db))
  const from = Math.max(0, now - numbers.withinDays * DAY)
  const codes = rules.map(({ rule }) => rule.code)
  if (codes.length === 0) return new Map()
  const today = budgetDay(now)
  const verdicts = await readVerdicts(db, codes, { from, sites })
  const days = await budgetDays(needs, codes, detailed ? budgetDay(now - DAYS_LISTED * DAY) : today)
  const shadows = await shadowCounts(db, codes, sites)
  const found = new Map<string, RuleRecord>()
  for (const asked of rules) {
    const { code, ticketsPerDay: perDay } = asked.rule
    const shadow = shadows.get(code) ?? NOTHING_FOUND
    found.set(code, {
      precision: rulePrecision(needs, asked, verdicts.get(code) ?? [], { from, detailed, numbers }),
      shadow: { ...shadow, ...(detailed && { findings: await shadowFindings(db, code, sites) }) },
      budget: { ...budgetOf(days.get(code) ?? [], today, detailed), ...(perDay !== undefined && { perDay }) },
    })
  }
  return found
}

export const createRuleRecords = (needs: Workshop): RuleRecords => ({ records: query => records(needs, query) })
