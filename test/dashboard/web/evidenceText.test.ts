import { expect, test } from 'vitest'
import { evidenceText } from '../../../dashboard/web/src/pages/faults/evidenceText.ts'
import type { PageRuleWords } from '../../../dashboard/web/src/pages/faults/ruleWords.ts'

const words = {
  t: (key: string, values: Record<string, string> = {}) => [key, ...Object.values(values)].join(' '),
  metric: (name: string) => `<${name}>`,
  unit: () => 'A',
  value: (_metric: string, value: unknown) => String(value),
  number: (value: number) => String(value),
} as unknown as PageRuleWords

test('a value is said with its unit and limit', () => {
  expect(evidenceText({ metric: 'current', value: 5.8, ts: '', limit: 5 }, words)).toBe(
    'fault.withLimit fault.value <current> 5.8 A 5 A',
  )
})

test('of a fault that the device reported itself there is no value to say', () => {
  expect(evidenceText({ metric: 'event', value: true, ts: '' }, words)).toBe('fault.byDevice')
})
