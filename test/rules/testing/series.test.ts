import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatDuration, parseDuration } from '../../../rules/testing/duration.ts'
import { parseSeries } from '../../../rules/testing/series.ts'
import { catalogue } from '../story.ts'

const pump = catalogue.classes.get('fire-pump')
const MINUTE = 60_000

function series(metric: string, text: string | number | boolean | null) {
  const found = pump?.metric.get(metric)
  if (!found) throw new Error(metric)
  return parseSeries(text, found, MINUTE)
}

test.each([
  ['bearingTemperature', '1.5', [1.5]],
  ['bearingTemperature', '1.5x3', [1.5, 1.5, 1.5]],
  ['bearingTemperature', '-2x2m 3', [-2, -2, 3]],
  ['bearingTemperature', '1.1+0.1x4', [1.1, 1.2, 1.3, 1.4]],
  ['bearingTemperature', '3-1.5x3 _x2 null', [3, 1.5, 0, undefined, undefined, null]],
  ['startCommand', 'true falsex2 _', [true, false, false, undefined]],
  ['runState', 'stopped startingx2 1', [0, 2, 2, 1]],
  ['bearingTemperature', 40, [40]],
  ['startCommand', true, [true]],
  ['startCommand', null, [null]],
])('%s: "%s"', (metric, text, samples) => {
  expect(series(metric, text)).toEqual(samples)
})

test.each([
  ['bearingTemperature', '1.2y3', '"1.2y3" is not a value'],
  ['bearingTemperature', '', '"" is not a value'],
  ['bearingTemperature', '1x90s', '"1x90s": 90s is not a whole number of reports'],
  ['bearingTemperature', '1x0', '"1x0": 0 is not a whole number of reports'],
  ['bearingTemperature', '1x999999999', 'is not a whole number of reports'],
  ['bearingTemperature', 'warm', '"warm" is no value of bearingTemperature'],
  ['bearingTemperature', 'true', 'bearingTemperature is a number, not true'],
  ['bearingTemperature', 201, '201 lies outside of what bearingTemperature can be (-40 … 200)'],
  ['bearingTemperature', '190+5x4', '205 lies outside of what bearingTemperature can be'],
  ['startCommand', '1', 'startCommand is true or false, not 1'],
  ['startCommand', 'true+1x3', 'only a number can change by a step'],
])('refuses %s: "%s"', (metric, text, message) => {
  expect(() => series(metric, text)).toThrow(message)
})

test('a duration is read as it is written', () => {
  fc.assert(
    fc.property(fc.nat({ max: 400 * 86_400_000 }), ms => {
      expect(parseDuration(formatDuration(ms))).toBe(ms)
    }),
  )
  expect(parseDuration('1.5h')).toBe(5_400_000)
  for (const text of ['', '5', 'm', '5 m', '5y', '-5m']) expect(parseDuration(text)).toBeUndefined()
})
