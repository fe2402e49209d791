import { describe, expect, test } from 'vitest'
import { loadCatalogue, parseClass } from '#domain/catalogue.ts'
import type { Condition } from '#domain/condition.ts'
import { PRIORITIES } from '#domain/tickets.ts'
import { everyPart } from '../../rules/conditions/everyPart.ts'

const catalogue = loadCatalogue()
const classes = [...catalogue.classes.values()]

/** Every metric and parameter that a condition names, however deep. */
function named(value: unknown, into = { metrics: new Set<string>(), params: new Set<string>() }) {
  if (Array.isArray(value)) for (const item of value) named(item, into)
  else if (value !== null && typeof value === 'object')
    for (const [key, item] of Object.entries(value)) {
      if (key === 'metric' && item !== '*') into.metrics.add(item as string)
      else if (key === 'metrics') for (const metric of item as string[]) into.metrics.add(metric)
      else if (key === 'param') into.params.add(item as string)
      else named(item, into)
    }
  return into
}

test('the product carries 22 classes of equipment, that of places, 234 metrics and 207 faults', () => {
  expect(classes).toHaveLength(23)
  expect(classes.flatMap(c => c.metrics)).toHaveLength(234)
  expect(classes.flatMap(c => c.faults)).toHaveLength(207)
})

test('silence of equipment with a life-safety fault is a fault; of a gateway its will tells', () => {
  const silent = classes.filter(c => !c.faults.some(f => everyPart(f.condition).some(part => part.type === 'stale')))
  expect(silent.filter(c => c.faults.some(f => f.lifeSafety)).map(c => c.code)).toEqual(['gateway'])
})

describe.each(classes.map(entry => [entry.code, entry] as const))('%s', (_code, entry) => {
  test('its faults name only metrics and parameters that it has', () => {
    for (const fault of entry.faults) {
      const { metrics, params } = named([fault.condition, fault.clear] satisfies Condition[])
      for (const metric of metrics) expect(entry.metric.has(metric), `${fault.code}: ${metric}`).toBe(true)
      for (const param of params)
        expect(
          entry.params.some(p => p.name === param),
          `${fault.code}: ${param}`,
        ).toBe(true)
    }
  })

  test('its faults name only parts and skills that exist', () => {
    for (const fault of entry.faults) {
      expect(catalogue.skills.map(s => s.code)).toContain(fault.skill)
      for (const part of fault.parts) expect(catalogue.parts.map(p => p.partNo)).toContain(part.partNo)
    }
  })

  test('what is healthy lies within what is physically possible', () => {
    for (const { name, healthy, physical } of entry.metrics) {
      if (!healthy || !physical) continue
      for (const limit of [healthy.min, healthy.max])
        if (typeof limit === 'number') {
          expect(limit, name).toBeGreaterThanOrEqual(physical.min)
          expect(limit, name).toBeLessThanOrEqual(physical.max)
        }
    }
  })
})

test('what the report about safety counts are failures and alarms that classes have', () => {
  const { trapping, fireAlarms } = catalogue.safetyFaults
  for (const { class: name, faultCode } of [trapping, ...fireAlarms])
    expect(catalogue.classes.get(name)?.fault.get(faultCode)?.lifeSafety, faultCode).toBe(true)
})

test('the priority matrix has a row for every severity, with and without danger to life', () => {
  const rows = catalogue.serviceLevels.matrix.map(row => `${row.severity} ${row.lifeSafety}`)
  expect(new Set(rows).size).toBe(8)
  for (const row of catalogue.serviceLevels.matrix)
    for (const priority of [row.high, row.normal, row.low]) expect(PRIORITIES).toContain(priority)
})

test.each([
  ['a metric without a unit', { metrics: [{ ...classes[0]?.metrics[0], unit: undefined }] }],
  ['a fault without a skill', { faults: [{ code: 'X-1' }] }],
  [
    'a condition of a type that does not exist',
    { faults: [{ ...classes[0]?.faults[0], condition: { type: 'guess' } }] },
  ],
  ['a code with blanks', { code: 'Not A Code' }],
])('a class with %s is refused with its file and the place', (_what, change) => {
  const { metric: _, fault: __, ...json } = classes[0] as (typeof classes)[number]
  expect(() => parseClass('broken.json', { ...json, ...change })).toThrow(
    expect.objectContaining({ code: 'CATALOGUE_INVALID', message: expect.stringMatching(/^broken\.json: \//) }),
  )
})

describe('maintenance plans', () => {
  test('the product carries 19 plans with 237 items, each with a code of its own', () => {
    expect(catalogue.plans).toHaveLength(19)
    const codes = catalogue.plans.flatMap(plan => plan.items.map(item => item.code))
    expect(new Set(codes).size).toBe(237)
  })

  test('they name only classes, skills and plans that exist; what is included stands alike for equipment or site', () => {
    for (const { code, classes: of, skill, includes, per } of catalogue.plans) {
      for (const name of of) expect(catalogue.classes.has(name), `${code}: ${name}`).toBe(true)
      expect(catalogue.skills.map(s => s.code)).toContain(skill)
      for (const other of includes) expect(catalogue.plans.find(plan => plan.code === other)?.per, code).toBe(per)
    }
  })

  test('what is measured has a unit, and every word is there in Chinese', () => {
    for (const item of catalogue.plans.flatMap(plan => plan.items)) {
      expect(item.result === 'number' ? item.unit !== undefined : item.max === undefined, item.code).toBe(true)
      expect(item.name_zh, item.code).toMatch(/\p{Script=Han}/u)
      expect(item.requirement_zh, item.code).not.toBe(item.requirement)
    }
  })
})
