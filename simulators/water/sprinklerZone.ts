import { type Model, type Moment, round } from '../model.ts'
import { flowOn, newPipe, type Pipe, withNoise } from './pipe.ts'

interface SprinklerZone {
  pipe: Pipe
  testedDaysAgo: number
}

/** The last sprinkler hangs so much water column above the alarm valve. */
const HEIGHT_MPA = 0.3
const DISCHARGING = 0.7
const LOW_OF_MIN = 0.5
const FLOW_DELAY_OK = { flowSwitch: false, alarmPressureSwitch: false }

function endPressure(pipe: Pipe, moment: Moment): number {
  if (moment.has('end-pressure-low')) return moment.number('minEndPressure') * LOW_OF_MIN
  return pipe.pressure * (moment.has('sprinkler-open') ? DISCHARGING : 1) - HEIGHT_MPA
}

/** An alarm valve with its zone (DM-LEAK). */
export const sprinklerZone: Model<SprinklerZone> = {
  stepS: 5,
  start: moment => ({ pipe: newPipe(moment), testedDaysAgo: moment.random.between(1, 60) }),
  step: (before, moment) => {
    const pipe = flowOn(before.pipe, moment)
    const testedDaysAgo = before.testedDaysAgo + moment.dtS / 86_400
    const discharging = moment.has('sprinkler-open')
    return {
      state: { pipe, testedDaysAgo },
      metrics: {
        zonePressure: withNoise(pipe.pressure * (discharging ? DISCHARGING : 1), moment),
        endPressure: withNoise(endPressure(pipe, moment), moment),
        ...(discharging ? { flowSwitch: true, alarmPressureSwitch: true } : FLOW_DELAY_OK),
        isolationValveOpen: !moment.has('valve-closed'),
        waterTemperature: round(18 + 3 * Math.cos(((moment.hour - 15) / 12) * Math.PI), 1),
        daysSinceTest: round(testedDaysAgo, 1),
      },
    }
  },
}
