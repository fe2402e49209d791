import { outdoorTemperature } from '../load.ts'
import { type Model, type Moment, round } from '../model.ts'
import { flowOn, newPipe, type Pipe, withNoise } from './pipe.ts'

interface HydrantPoint {
  pipe: Pipe
  battery: number
  signal: number
  /** The flow test of the day: its trouble is measured once when it begins, and once more when it is over. */
  failedTest: boolean
}

const BATTERY_PERCENT_PER_DAY = 0.05
/** What the troubles leave of the pressure, against the point's own limits. */
const LOW_OF_MIN = 0.6
const HIGH_OF_MAX = 1.15
const DYNAMIC = { good: 1.2, bad: 0.6 }

const start = (moment: Moment): HydrantPoint => ({
  pipe: newPipe(moment),
  battery: moment.random.between(65, 100),
  signal: moment.random.between(-95, -70),
  failedTest: false,
})

function staticPressure(pipe: Pipe, moment: Moment): number {
  if (moment.has('no-pressure')) return 0
  if (moment.has('low-pressure')) return moment.number('minStatic') * LOW_OF_MIN
  return moment.has('high-pressure') ? moment.number('maxStatic') * HIGH_OF_MAX : pipe.pressure
}

/** A hydrant's pressure sensor on battery (DM-LEAK). */
export const hydrantPoint: Model<HydrantPoint> = {
  stepS: 5,
  start,
  step: (before, moment) => {
    const failedTest = moment.has('flow-test-failed')
    const pipe = flowOn(before.pipe, moment)
    const battery = before.battery - (BATTERY_PERCENT_PER_DAY * moment.dtS) / 86_400
    const tested = failedTest !== before.failedTest
    const dynamic = moment.number('minDynamic') * (failedTest ? DYNAMIC.bad : DYNAMIC.good)
    return {
      state: { ...before, pipe, battery, failedTest },
      metrics: {
        staticPressure: withNoise(staticPressure(pipe, moment), moment),
        waterTemperature: round(Math.max(outdoorTemperature(moment), 9), 1),
        capOpen: moment.has('tamper'),
        flowDetected: false,
        tilt: 1,
        batteryLevel: round(battery, 1),
        signalStrength: round(before.signal + moment.random.normal(0, 0.5), 0),
        ...(tested && { dynamicPressure: withNoise(dynamic, moment) }),
      },
    }
  },
}
