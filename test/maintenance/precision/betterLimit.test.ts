import { describe, expect, test } from 'vitest'
import { loadCatalogue } from '#domain/catalogue.ts'
import type { Condition } from '#domain/condition.ts'
import type { FaultRule } from '#domain/equipmentClass.ts'
import { precisionPolicy, SHIPPED_POLICY } from '#domain/shippedPolicies.ts'
import { betterLimit } from '../../../maintenance/precision/betterLimit.ts'
import type { JudgedTicket } from '../../../maintenance/precision/levels.ts'

const numbers = precisionPolicy(SHIPPED_POLICY)
const { classes } = loadCatalogue()
const HOT: Condition = { type: 'threshold', metric: 'motorTemperature', op: '>', value: 120, forS: 300 }

function ask(kind: string, code: string, change: Partial<FaultRule>, tickets: readonly JudgedTicket[]) {
  const entry = classes.get(kind)
  const rule = entry?.fault.get(code)
  if (!entry || !rule) throw new Error(`no ${code}`)
  return betterLimit(entry, { ...rule, ...change }, tickets, numbers)
}
const lift = (change: Partial<FaultRule>, tickets: readonly JudgedTicket[]) =>
  ask('elevator', 'ELV-MOTOR-HOT', change, tickets)

/** Tickets whose fault went so far beyond one limit, all for as long. */
const peaked = (
  genuine: boolean,
  values: readonly number[],
  of: { metric?: string; op?: '>' | '<'; per?: number } = {},
) =>
  values.map((value): JudgedTicket => {
    const { metric = 'motorTemperature', op = '>', per } = of
    const peak = { metric, op, value, ts: 0, limit: 0, ...(per !== undefined && { per }) }
    return { genuine, faults: [{ seen: { heldS: 400, peaks: [peak] }, evidence: [{ metric, value, ts: 0 }] }] }
  })
const held = (genuine: boolean, seconds: readonly number[]) =>
  seconds.map((heldS): JudgedTicket => ({ genuine, faults: [{ seen: { heldS, peaks: [] }, evidence: [] }] }))

const FALSE = peaked(false, [121, 122, 122.5, 123, 124, 125, 125.5])
const GENUINE = peaked(true, [124.8, 131, 133, 140, 145, 150])

describe('the limit that would have been better', () => {
  test('lies between what was false and what was genuine, in words of both languages', () => {
    const { better } = lift({}, [...FALSE, ...GENUINE])
    expect(better).toMatchObject({
      ...{ what: 'limit', paths: ['/condition/value'], metrics: ['motorTemperature'], now: 120, better: 130 },
      ...{ kept: 5, spared: 7, condition: { ...HOT, value: 130 } },
    })
    expect(better?.youden).toBeCloseTo(5 / 6)
    expect(better?.precision.value).toBe(1)
    expect(better?.explanation.en).toBe(
      'Machine winding temperature > 120 °C for 5 min → Machine winding temperature > 130 °C for 5 min: of 6 genuine tickets it would still have opened 5, of 7 false ones not 7; precision 46 % → 100 %.',
    )
    expect(better?.explanation.zh).toContain('6 张属实工单中仍会开出 5 张')
  })

  test('where life is in danger it misses no genuine fault, or is not told', () => {
    const { better } = lift({ lifeSafety: true }, [...FALSE, ...GENUINE])
    expect(better).toMatchObject({ kept: 6, spared: 5 })
    const mixed = [...peaked(true, [120.5]), ...FALSE, ...GENUINE]
    expect(lift({ lifeSafety: true }, mixed).noBetter?.why).toBe('lifeSafety')
    expect(lift({ lifeSafetyWhen: { param: 'x', equals: 1 } }, mixed).noBetter?.why).toBe('lifeSafety')
    const slow = [...held(false, [300, 310, 320, 330, 340, 350]), ...held(true, [900, 950, 990, 1000, 2000, 3000])]
    expect(lift({ lifeSafety: true }, slow).noBetter?.why).toBe('lifeSafety')
  })

  test('is a duration where that tells them apart', () => {
    const slow = [...held(false, [300, 310, 320, 330, 340, 350]), ...held(true, [900, 950, 990, 1000, 2000, 3000])]
    const { better } = lift({}, slow)
    expect(better).toMatchObject({ what: 'duration', paths: ['/condition/forS'], now: 300, better: 600, kept: 6 })
    expect(better?.explanation.en).toMatch(/^Condition held for at least 10 min instead of 5 min:/)
  })

  test('a lower limit becomes lower, a limit by a parameter gets another factor, phases move together', () => {
    const low = { type: 'threshold', metric: 'motorTemperature', op: '<', value: -5 } as const
    const cold = { op: '<' as const }
    const frost = [
      ...peaked(false, [-5.5, -6, -6.2, -6.4, -6.6, -7], cold),
      ...peaked(true, [-9, -10, -11, -12, -13, -14], cold),
    ]
    expect(lift({ condition: low }, frost).better).toMatchObject({ better: -8, kept: 6, spared: 6 })
    const phase = (metric: string, per: number) => ({ metric, per })
    const loads = [
      ...peaked(false, [101, 102, 103], phase('currentL1', 100)),
      ...peaked(false, [404, 406, 408], phase('currentL2', 400)),
      ...peaked(true, [130, 140, 150], phase('currentL3', 100)),
      ...peaked(true, [520, 560, 600], phase('currentL1', 400)),
    ]
    const { better } = ask('feeder-circuit', 'FDC-OVERLOAD', {}, loads)
    expect(better).toMatchObject({ now: 1, better: 1.2, per: 'ratedCurrent', spared: 6, kept: 6 })
    expect(better?.paths).toHaveLength(3)
    expect(JSON.stringify(better?.condition).match(/"mult":1.2/g)).toHaveLength(3)
  })

  test('what another alternative fired would have come whatever this limit is', () => {
    const condition: Condition = { type: 'any', of: [HOT, { type: 'state', metric: 'doorZone', in: [true] }] }
    const other = FALSE.map(ticket => ({
      ...ticket,
      faults: ticket.faults.map(f => ({ ...f, evidence: [{ metric: 'doorZone', value: true, ts: 0 }] })),
    }))
    expect(lift({ condition }, [...other, ...GENUINE]).noBetter?.why).toBe('notApart')
    expect(lift({ condition }, [...FALSE, ...GENUINE]).better?.paths).toEqual(['/condition/of/0/value'])
  })

  test('tickets that the present limit would not have opened do not count', () => {
    expect(lift({ condition: { ...HOT, value: 126 } }, [...FALSE, ...GENUINE]).noBetter?.why).toBe('tooFew')
  })

  test('is not told from a few verdicts, where nothing separates, or where there is no limit', () => {
    expect(lift({}, [...FALSE.slice(0, 3), ...GENUINE]).noBetter).toMatchObject({
      why: 'tooFew',
      explanation: { zh: expect.stringContaining('12') },
    })
    expect(lift({}, [...FALSE, ...peaked(true, [121, 122, 122.5, 123, 124, 125])]).noBetter?.why).toBe('notApart')
    const condition: Condition = { type: 'stale', metric: '*', afterS: 60 }
    expect(lift({ condition }, [...FALSE, ...GENUINE]).noBetter?.why).toBe('noLimit')
  })
})
