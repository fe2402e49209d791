import { driftOf, electricLoad, outdoorTemperature } from '../load.ts'
import { approach, type Metrics, type Model, type Moment, round } from '../model.ts'
import {
  DRY_TAU_S,
  dryAgeing,
  dryHotSpot,
  OIL_TAU_S,
  oilAgeing,
  oilHotSpotRise,
  topOilRise,
  windingRise,
} from './hotSpot.ts'

interface Transformer {
  loadDrift: number
  /** Rise of the winding (dry) or of the top oil over ambient, and of the hot spot over the oil, K. */
  rise: number
  hotSpotRise: number
  fan: boolean
  lifeLostH: number
  oilLevel: number
}

/** What blocked ducts, a failed cooler or a fan that does not start bring the temperature to, °C over the limit named. */
const TROUBLE = { windingOverAlarm: 10, fanOverOn: 18, oilOverAlarm: 6 }
/** Fans stop 10 K below the temperature at which they start. */
const FAN_HYSTERESIS = 10
const PHASE_OFFSET: readonly [number, number, number] = [0, 2, -1]

const room = (moment: Moment): number => 0.6 * outdoorTemperature(moment) + 12
const isDry = ({ param }: Moment): boolean => param('cooling') === 'dry'
const loadOf = ({ loadDrift }: Transformer, moment: Moment): number => Math.max(electricLoad(moment) + loadDrift, 0.05)

function start(moment: Moment): Transformer {
  const load = electricLoad(moment)
  const rise = isDry(moment) ? windingRise(load, false) : topOilRise(load)
  const lifeLostH = moment.random.between(2_000, 30_000)
  return {
    loadDrift: 0,
    rise,
    hotSpotRise: oilHotSpotRise(load),
    fan: false,
    lifeLostH,
    oilLevel: moment.random.between(50, 75),
  }
}

/** The steady rise that the load, or a trouble, leads to. */
function targetRise(before: Transformer, moment: Moment): number {
  const { has, number } = moment
  const load = loadOf(before, moment)
  if (has('winding-hot')) return number('windAlarm') + TROUBLE.windingOverAlarm - room(moment)
  if (has('fan-failed')) return number('fanOn') + TROUBLE.fanOverOn - room(moment)
  if (has('oil-hot')) return number('oilAlarm') + TROUBLE.oilOverAlarm - room(moment)
  return isDry(moment) ? windingRise(load, before.fan) : topOilRise(load)
}

function fanRuns(before: Transformer, celsius: number, { number, has }: Moment): boolean {
  if (has('fan-failed')) return false
  return celsius > number('fanOn') - (before.fan ? FAN_HYSTERESIS : 0)
}

function advance(before: Transformer, moment: Moment): Transformer {
  const { dtS, number } = moment
  const dry = isDry(moment)
  const rise = approach(before.rise, targetRise(before, moment), dtS, dry ? DRY_TAU_S : OIL_TAU_S.top)
  const hotSpotRise = approach(before.hotSpotRise, oilHotSpotRise(loadOf(before, moment)), dtS, OIL_TAU_S.hotSpot)
  const celsius = hotSpot({ ...before, rise, hotSpotRise }, moment)
  const ageing = dry ? dryAgeing(celsius, number('hotSpotRef')) : oilAgeing(celsius)
  return {
    loadDrift: driftOf(before.loadDrift, moment, 0.03),
    rise,
    hotSpotRise,
    fan: dry && fanRuns(before, room(moment) + rise, moment),
    lifeLostH: before.lifeLostH + (ageing * dtS) / 3600,
    oilLevel: before.oilLevel,
  }
}

const hotSpot = ({ rise, hotSpotRise }: Transformer, moment: Moment): number =>
  isDry(moment) ? dryHotSpot(room(moment), rise) : room(moment) + rise + hotSpotRise

function temperatures(transformer: Transformer, moment: Moment): Metrics {
  const celsius = room(moment) + transformer.rise
  const noisy = (value: number) => round(value + moment.random.normal(0, 0.3), 1)
  if (!isDry(moment))
    return {
      topOilTemperature: noisy(celsius),
      oilLevel: round(transformer.oilLevel, 1),
      buchholz: moment.has('gas') ? 1 : 0,
    }
  return {
    windingTemperatureA: noisy(celsius + PHASE_OFFSET[0]),
    windingTemperatureB: noisy(celsius + PHASE_OFFSET[1]),
    windingTemperatureC: noisy(celsius + PHASE_OFFSET[2]),
    fanRunning: transformer.fan,
  }
}

/** A distribution transformer, dry or oil-immersed by its parameter `cooling` (DM-TRF, DM-LOAD). */
export const transformer: Model<Transformer> = {
  stepS: 5,
  start,
  step: (before, moment) => {
    const after = advance(before, moment)
    return {
      state: after,
      metrics: {
        ...temperatures(after, moment),
        hotSpotTemperature: round(hotSpot(after, moment), 1),
        loadPercent: round(100 * loadOf(after, moment), 1),
        ambientTemperature: round(room(moment), 1),
        thdCurrent: 6,
        doorOpen: moment.has('door-open'),
        humidity: round(50 + 8 * Math.cos(((moment.hour - 5) / 12) * Math.PI), 0),
        lossOfLife: round(after.lifeLostH, 2),
      },
    }
  },
}
