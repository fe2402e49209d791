import { createHash } from 'node:crypto'
import type { FaultRule } from '#domain/equipmentClass.ts'

const sorted = (_key: string, value: unknown): unknown =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value

/** Names the contents of a rule, whatever the order of its fields. */
export const ruleHash = (rule: FaultRule): string =>
  createHash('sha256').update(JSON.stringify(rule, sorted)).digest('hex').slice(0, 12)
