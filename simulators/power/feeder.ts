import { driftOf, electricLoad, outdoorTemperature } from '../load.ts'
import { approach, type Metrics, type Model, type Moment, round } from '../model.ts'

type Three = readonly [number, number, number]

interface Feeder {
  /** AR(1) noise of each phase's load, and of the voltage. */
  loadDrift: Three
  voltageDrift: number
  panelTemperature: number
  energyKwh: number
}

const BREAKER = { closed: 1, tripped: 2 } as const
const LOAD_SIGMA = 0.04
const VOLTAGE = { noLoad: 1.03, drop: 8, sigma: 1 }
const OVERLOAD = 1.15
/** What a lost neutral makes of the phase voltages, and what is left of a lost phase, of nominal. */
const FLOATING: Three = [1.14, 0.86, 1]
const LOST_PHASE = 0.3
const PANEL = { rise: 15, overload: 10, tauS: 1800 }
const POWER_FACTOR = 0.95
const THD_PERCENT = 8

const start = (moment: Moment): Feeder => ({
  loadDrift: [0, 0, 0],
  voltageDrift: 0,
  panelTemperature: outdoorTemperature(moment) + 8,
  energyKwh: moment.random.between(20_000, 900_000),
})

const each = (of: (phase: 0 | 1 | 2) => number): Three => [of(0), of(1), of(2)]

function currents(feeder: Feeder, moment: Moment): Three {
  if (moment.has('breaker-trip')) return [0, 0, 0]
  const share = electricLoad(moment)
  return each(phase => {
    const load = moment.has('overload') ? OVERLOAD + feeder.loadDrift[phase] / 5 : share + feeder.loadDrift[phase]
    return round(moment.number('ratedCurrent') * Math.max(load, 0.02), 1)
  })
}

function voltages(feeder: Feeder, moment: Moment): Three {
  const { number, has, random } = moment
  const nominal = number('nominalLN')
  const loaded = nominal * VOLTAGE.noLoad - VOLTAGE.drop * electricLoad(moment) + feeder.voltageDrift
  return each(phase => {
    const factor = has('neutral-lost') ? FLOATING[phase] : has('phase-loss') && phase === 0 ? LOST_PHASE : 1
    return round(loaded * factor + random.normal(0, 0.2), 1)
  })
}

function power(current: Three, voltage: Three): Metrics {
  const activePower =
    (current[0] * voltage[0] + current[1] * voltage[1] + current[2] * voltage[2]) * (POWER_FACTOR / 1000)
  const mean = (current[0] + current[1] + current[2]) / 3
  return {
    activePower: round(activePower, 2),
    neutralCurrent: round(0.12 * mean + (Math.max(...current) - Math.min(...current)) / 2, 1),
    ...(mean > 0 && { powerFactor: POWER_FACTOR, thdCurrent: THD_PERCENT }),
  }
}

function measure(feeder: Feeder, moment: Moment): Metrics {
  const current = currents(feeder, moment)
  const voltage = voltages(feeder, moment)
  const [voltageL1N, voltageL2N, voltageL3N] = voltage
  const [currentL1, currentL2, currentL3] = current
  return {
    breakerState: moment.has('breaker-trip') ? BREAKER.tripped : BREAKER.closed,
    ...{ voltageL1N, voltageL2N, voltageL3N, currentL1, currentL2, currentL3 },
    ...power(current, voltage),
    voltageUnbalance: round(0.5 + Math.abs(feeder.voltageDrift) / 10, 2),
    panelTemperature: round(feeder.panelTemperature, 1),
    activeEnergy: round(feeder.energyKwh, 1),
  }
}

function advance(feeder: Feeder, moment: Moment): Feeder {
  const [load] = currents(feeder, moment)
  const share = load / moment.number('ratedCurrent')
  const hot = outdoorTemperature(moment) + (moment.has('overload') ? PANEL.overload : PANEL.rise * share ** 2) + 6
  const kw = (3 * load * moment.number('nominalLN') * POWER_FACTOR) / 1000
  return {
    loadDrift: each(phase => driftOf(feeder.loadDrift[phase], moment, LOAD_SIGMA)),
    voltageDrift: driftOf(feeder.voltageDrift, moment, VOLTAGE.sigma),
    panelTemperature: approach(feeder.panelTemperature, hot, moment.dtS, PANEL.tauS),
    energyKwh: feeder.energyKwh + (kw * moment.dtS) / 3600,
  }
}

/** A low-voltage feeder with the load of its building (DM-LOAD). */
export const feeder: Model<Feeder> = {
  stepS: 1,
  start,
  step: (before, moment) => {
    const after = advance(before, moment)
    return { state: after, metrics: measure(after, moment) }
  },
}
