import { driftOf, electricLoad, outdoorTemperature } from '../load.ts'
import { approach, type Metrics, type Model, type Moment, ramp, round } from '../model.ts'
import { leakage } from './insulation.ts'

interface ResidualCurrentMonitor {
  ageDays: number
  loadDrift: number
  /** What a branch leaks to earth besides, mA. */
  extra: number
  /** Rise of each cable over the room, K. */
  rise: readonly [number, number, number]
  arcing: boolean
}

/** Slower than the 100 mA/min that count as a step (RCM-STEP), and than the 1 K/min of fast heating (RCM-TEMP-RISE). */
const CREEP = { mAPerS: 1, kelvinPerS: 0.8 / 60 }
/** The residual current of each trouble, of the alarm setpoint. */
const LEAKAGE = { high: 1.4, step: 1.6, severe: 2.6 }
const HOT_OVER_ALARM_K = 6
const CABLE = { riseAtRated: 25, tauS: 900 }
const RATED_A = 250
const ARC = { count: 22, none: 0 }
const DEVICE = { normal: 0, fault: 2 }
const NOISE_MA = 2

const room = (moment: Moment): number => 0.5 * outdoorTemperature(moment) + 14
const humidity = ({ hour }: Moment): number => 55 + 10 * Math.cos(((hour - 5) / 12) * Math.PI)
const natural = (monitor: ResidualCurrentMonitor, moment: Moment): number =>
  leakage(monitor.ageDays, humidity(moment), moment.number('naturalLeakage'))

function extraLeakage(monitor: ResidualCurrentMonitor, moment: Moment): number {
  const { has, number, dtS } = moment
  const over = (factor: number) => number('alarmSetpoint') * factor - natural(monitor, moment)
  if (has('leakage-severe')) return over(LEAKAGE.severe)
  if (has('leakage-step')) return over(LEAKAGE.step)
  return has('residual-current-high') ? ramp(monitor.extra, over(LEAKAGE.high), dtS, CREEP.mAPerS) : 0
}

function cableRises(monitor: ResidualCurrentMonitor, moment: Moment): ResidualCurrentMonitor['rise'] {
  const { has, dtS, number } = moment
  const [first, second, third] = monitor.rise
  const target = CABLE.riseAtRated * (electricLoad(moment) + monitor.loadDrift) ** 2
  const usual = (rise: number) => approach(rise, target, dtS, CABLE.tauS)
  const hot = number('tempAlarm') + HOT_OVER_ALARM_K - room(moment)
  return [has('cable-hot') ? ramp(first, hot, dtS, CREEP.kelvinPerS) : usual(first), usual(second), usual(third)]
}

function measure(monitor: ResidualCurrentMonitor, moment: Moment): Metrics {
  const { random, has } = moment
  const load = electricLoad(moment) + monitor.loadDrift
  const [first, second, third] = monitor.rise.map(rise => round(room(moment) + rise + random.normal(0, 0.1), 1))
  const base = natural(monitor, moment)
  const arcing = has('arc')
  return {
    residualCurrent: round(base * (1 + 0.05 * load) + monitor.extra + random.normal(0, NOISE_MA), 1),
    baselineLeakage: round(base, 1),
    cableTemperature1: first ?? null,
    cableTemperature2: second ?? null,
    cableTemperature3: third ?? null,
    ambientTemperature: round(room(moment), 1),
    ambientHumidity: round(humidity(moment), 0),
    loadCurrent: round(Math.max(load, 0.02) * RATED_A, 1),
    deviceState: has('detector-fault') ? DEVICE.fault : DEVICE.normal,
    ...(arcing !== monitor.arcing && { arcCount: arcing ? ARC.count : ARC.none }),
  }
}

/** An electrical-fire monitor: residual current by DM-INSUL, cable temperatures by the load. */
export const residualCurrent: Model<ResidualCurrentMonitor> = {
  stepS: 5,
  start: ({ random }) => ({ ageDays: random.between(0, 200), loadDrift: 0, extra: 0, rise: [4, 4, 4], arcing: false }),
  step: (before, moment) => {
    const after: ResidualCurrentMonitor = {
      ageDays: before.ageDays + moment.dtS / 86_400,
      loadDrift: driftOf(before.loadDrift, moment, 0.04),
      extra: extraLeakage(before, moment),
      rise: cableRises(before, moment),
      arcing: moment.has('arc'),
    }
    return { state: after, metrics: measure({ ...after, arcing: before.arcing }, moment) }
  },
}
