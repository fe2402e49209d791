import { createHash } from 'node:crypto'
import type { FaultRule } from '#domain/equipmentClass.ts'

const sorted = (_key: string, value: unknown): unknown =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value

/** Names the contents of a rule or of some of its fields, whatever the order of its fields. */
export const ruleHash = (rule: { [K in keyof FaultRule]?: FaultRule[K] | undefined }): string =>
  createHash('sha256').update(JSON.stringify(rule, sorted)).digest('hex').slice(0, 12)
