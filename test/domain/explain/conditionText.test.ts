import { expect, test } from 'vitest'
import { loadCatalogue } from '#domain/catalogue.ts'
import type { Condition } from '#domain/condition.ts'
import { conditionAlternatives, conditionText, type RuleWords } from '#domain/explain/conditionText.ts'
import { durationText } from '#domain/explain/durationText.ts'
import { explainRule } from '#domain/explain/explainRule.ts'
import { type Locale, say } from '../../../dashboard/web/src/i18n/say.ts'
import { WORDS } from '../../dashboard/web/everyWord.ts'

const words = (locale: Locale, params: Record<string, unknown> = {}): RuleWords => ({
  t: (key, given) => say(WORDS[locale], locale, key, given),
  metric: name => name,
  unit: () => 'A',
  value: (_, code) => String(code),
  param: name => params[name],
  number: String,
  duration: ms => durationText(ms, { s: 's', min: 'min', h: 'h', d: 'd', gap: ' ' }),
})
const current: Condition = { type: 'threshold', metric: 'current', op: '>', value: 5, forS: 40 }
const door: Condition = { type: 'state', metric: 'door', in: [2, 4] }

test('a limit with its duration', () => {
  expect(conditionText(current, words('en'))).toBe('current > 5 A for 40 s')
  expect(conditionText(current, words('zh'))).toBe('current > 5 A，持续 40 s')
})

test('a limit that hangs on the equipment is shown as the number it is there', () => {
  const rule: Condition = { type: 'threshold', metric: 'current', op: '>=', value: { param: 'rated', mult: 1.5 } }
  expect(conditionText(rule, words('en', { rated: 4 }))).toBe('current ≥ 6 A')
  expect(conditionText(rule, words('en'))).toBe('current ≥ rated')
})

test('parts that wait or have parts of their own stand in parentheses, others do not', () => {
  const rule: Condition = { type: 'all', of: [current, door, { type: 'any', of: [door, door] }], forS: 60 }
  expect(conditionText(rule, words('en'))).toBe(
    '((current > 5 A for 40 s) and door is 2 or 4 and (door is 2 or 4 or door is 2 or 4)) for 1 min',
  )
})

test('alternatives are told one by one', () => {
  expect(conditionAlternatives({ type: 'any', of: [current, door] }, words('en'))).toEqual([
    'current > 5 A for 40 s',
    'door is 2 or 4',
  ])
  expect(conditionAlternatives(current, words('en'))).toHaveLength(1)
})

test('every condition of the catalogue can be told in both languages', () => {
  for (const { params, faults } of loadCatalogue().classes.values()) {
    const defaults = Object.fromEntries(params.map(p => [p.name, p.default]))
    for (const locale of ['zh', 'en'] as const)
      for (const fault of faults)
        for (const condition of [fault.condition, fault.clear]) {
          const text = conditionText(condition, words(locale, defaults))
          expect(text, fault.code).not.toMatch(/undefined|\{|NaN|\[object|decided elsewhere|外部判定/)
          expect(text.length, fault.code).toBeGreaterThan(3)
        }
  }
})

test('a rule of the catalogue is explained with its names and units', () => {
  const entry = loadCatalogue().classes.get('elevator')
  const rule = entry?.fault.get('ELV-MOTOR-HOT')
  if (!entry || !rule) throw new Error('no such rule')
  expect(explainRule(entry, rule)).toEqual({
    en: 'Fires when Machine winding temperature > 120 °C for 5 min. Clears when Machine winding temperature < 105 °C for 10 min.',
    zh: expect.stringMatching(/^触发：.+ > 120 °C，持续 5 分。恢复：.+ < 105 °C，持续 10 分。$/),
  })
})

test('a rule that is graded says when it is worse', () => {
  const entry = loadCatalogue().classes.get('cable-joint')
  const rule = entry?.fault.get('CJT-SEVERE')
  if (!entry || !rule) throw new Error('no such rule')
  const { en, zh } = explainRule(entry, rule)
  expect(en).toMatch(/ Major while Relative temperature difference δ ≥ 95 % for 30 min\.$/)
  expect(zh).toMatch(/。满足以下条件时为重大：相对温差 ≥ 95 %，持续 30 分。$/)
})

test('samples that count at most one in a while say so', () => {
  const rule: Condition = { type: 'nOfM', of: current, n: 10, m: 12, unit: 'samples', everyS: 45 }
  expect(conditionText(rule, words('en'))).toBe('“current > 5 A for 40 s” in 10 of the last 12 (at most one in 45 s)')
})
