import { expect, test } from 'vitest'
import { forecasts } from '../../../rules/prediction/forecasts.ts'
import { makeEngineOf, makeEquipment, reading, T0 } from '../story.ts'
import { DAY_MS } from './remembered.ts'

const lift = makeEquipment('elevator')

/** A lift whose brake gap grows by `perDay` from 0.35 mm; the limit is 0.7. */
function worn(days: number, perDay: number) {
  const engine = makeEngineOf(lift)
  const firing: number[] = []
  const told: (boolean | undefined)[] = []
  for (let day = 0; day <= days; day++) {
    const ts = T0 + day * DAY_MS + DAY_MS / 2
    engine.take(reading(lift, ts, { brakeGap: 0.35 + perDay * day }))
    if (engine.transitions().some(({ code, to }) => code === 'ELV-BRAKE-TREND' && to === 'firing')) firing.push(day)
    told.push(brake(engine, ts)?.fires)
  }
  return { engine, firing, told, now: T0 + days * DAY_MS + DAY_MS / 2 }
}

function brake(engine: ReturnType<typeof makeEngineOf>, now: number) {
  const state = engine.state(lift.id)
  return state && forecasts(state, now).find(({ metric }) => metric === 'brakeGap')
}

test('a forecast says that its rule fires on the day on which it does', () => {
  const { firing, told } = worn(45, 0.005)
  expect(firing).toHaveLength(1)
  expect(told.indexOf(true)).toBe(firing[0])
})

test('the date, the limit and the rule are those of the trend, and come first', () => {
  const { engine, now } = worn(30, 0.005)
  const state = engine.state(lift.id)
  const found = state ? forecasts(state, now) : []
  expect(found[0]).toMatchObject({
    ...{ metric: 'brakeGap', fault: 'ELV-BRAKE-TREND', limit: 0.7, direction: 'up', withinDays: 30 },
    ...{ slopePerDay: expect.closeTo(0.005, 6), value: expect.closeTo(0.5, 6), ts: now },
    at: expect.closeTo(T0 + 70.5 * DAY_MS, -5),
  })
})

test('what is silent, was never heard, or is followed by no rule has its reason', () => {
  const { engine, now } = worn(30, 0.005)
  const reasons = (at: number) => {
    const state = engine.state(lift.id)
    return Object.fromEntries((state ? forecasts(state, at) : []).map(({ metric, reason }) => [metric, reason]))
  }
  expect(reasons(now)).toMatchObject({
    ...{ machineVibration: 'noData', motorTemperature: 'noTrendRule', currentFloor: 'noLimit' },
  })
  expect(reasons(now + 4 * 3_600_000)).toMatchObject({ brakeGap: 'stale' })
  expect(reasons(now)).not.toHaveProperty('carDoorState')
})
