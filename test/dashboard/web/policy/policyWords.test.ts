import { expect, test } from 'vitest'
import { AlarmPolicy } from '#domain/alarmPolicy.ts'
import { FeedbackPolicy } from '#domain/feedbackPolicy.ts'
import { IntakePolicy } from '#domain/intake.ts'
import { ReportPolicy } from '#domain/reportPolicy.ts'
import { ServicePolicy } from '#domain/servicePolicy.ts'
import { LOCALES } from '../../../../dashboard/web/src/i18n/say.ts'
import { CODE_GROUPS, fieldCodes } from '../../../../dashboard/web/src/policy/fieldCodes.ts'
import type { PolicyPath } from '../../../../dashboard/web/src/policy/policyPath.ts'
import { unitOf } from '../../../../dashboard/web/src/policy/policyUnits.ts'
import { kindOf, recordNode, type SchemaNode, valueNode } from '../../../../dashboard/web/src/policy/schemaNode.ts'
import { WORDS } from '../everyWord.ts'

const POLICIES: Record<string, SchemaNode> = { ServicePolicy, AlarmPolicy, FeedbackPolicy, IntakePolicy, ReportPolicy }

/** Every place that a form shows: one row stands for all of a list. */
function places(node: SchemaNode, path: PolicyPath = []): { path: PolicyPath; node: SchemaNode }[] {
  const inside = (properties: SchemaNode['properties'] = {}) =>
    Object.entries(properties).flatMap(([key, part]) => places(part, [...path, key]))
  const here = path.length > 0 && typeof path.at(-1) === 'string' ? [{ path, node }] : []
  switch (kindOf(node)) {
    case 'group':
      return [...here, ...inside(node.properties)]
    case 'variants':
      return [...here, ...(node.anyOf ?? []).flatMap(each => inside(each.properties))]
    case 'rows':
      return [...here, ...places(node.items ?? {}, [...path, 0])]
    case 'record':
      return [...here, ...places(recordNode(node), [...path, 0])]
    default:
      return here
  }
}
const all = Object.entries(POLICIES).flatMap(([name, node]) => places(node).map(place => ({ name, ...place })))

test.each(LOCALES)('every part of every policy has a name of its own in %s', locale => {
  const known = (path: PolicyPath) =>
    fieldCodes(path).some(code => `policyField.${code}` in WORDS[locale]) ||
    CODE_GROUPS.some(group => `${group}.${path.at(-1)}` in WORDS[locale])
  expect(all.length).toBeGreaterThan(150)
  expect(all.filter(({ path }) => !known(path)).map(({ name, path }) => `${name} ${path.join('.')}`)).toEqual([])
})

test.each(LOCALES)('every code that may be chosen has its words in %s', locale => {
  const chosen = all.flatMap(({ node }) => valueNode(node).enum ?? node.items?.enum ?? []).map(String)
  const known = (code: string) => CODE_GROUPS.some(group => `${group}.${code}` in WORDS[locale])
  expect([...new Set(chosen)].filter(code => !known(code))).toEqual([])
})

/** Counts, scores, levels and ratios, which have no unit. */
const BARE =
  /^(level|raise|repeats|satisfiedFrom|mendBelow|most|lowScore|tries|occurrences|silentAtLeast|moreThan|endsBelow|minVerdicts|minEach|minYouden|perAddress|perEquipment|perSite|maxCount|fewestFailures)$/

test('every number has its unit, or is a count', () => {
  const numbers = all.filter(({ node }) => kindOf(valueNode(node)) === 'number')
  const bare = numbers.filter(({ path }) => unitOf(path) === undefined).map(({ path }) => String(path.at(-1)))
  expect([...new Set(bare)].filter(name => !BARE.test(name))).toEqual([])
  const unit = (...path: PolicyPath) => unitOf(path)
  expect(unit('flood', 'windowMin')).toBe('minutes')
  expect(unit('remindEveryMin', 'P0')).toBe('minutes')
  expect(unit('windows', 'maxHours', 'fireDrill')).toBe('hours')
  expect(unit('chattering', 'quietS')).toBe('seconds')
  expect(unit('priorities', 0, 'resolve', 'minorWorkingDays')).toBe('workingDays')
})
