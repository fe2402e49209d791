import { traffic } from '../load.ts'
import type { Moment } from '../model.ts'

/** What the car does: waits at a landing, travels, or works its door. */
export type Phase = 'waiting' | 'travelling' | 'opening' | 'open' | 'closing'

export interface Car {
  phase: Phase
  /** Seconds left of the phase; of waiting: until the next call. */
  leftS: number
  floor: number
  target: number
  occupied: boolean
  /** Seconds since the door last began to close for a trip. */
  sinceClosingS: number
  reopened: boolean
}

const FLOOR_HEIGHT_M = 3
const STARTING_S = 4
const OPENING_S = 2.4
const DWELL_S: readonly [number, number] = [6, 12]
const REOPENED_DWELL_S = 9
/** In the busiest hour; nights have a tenth of it. */
const TRIPS_PER_HOUR = 52
/** A busy car keeps its door open rather than close it more often: four closings in two minutes count as a fault (ELV-DOOR-FAIL). */
const LEAST_BETWEEN_CLOSINGS_S = 62

export const newCar = (moment: Moment): Car => ({
  phase: 'waiting',
  leftS: nextCallS(moment),
  floor: moment.random.integer(1, moment.number('floors')),
  target: 1,
  occupied: false,
  sinceClosingS: LEAST_BETWEEN_CLOSINGS_S,
  reopened: false,
})

const nextCallS = (moment: Moment): number => {
  const perHour = TRIPS_PER_HOUR * Math.min(Math.max(traffic(moment), 0.1), 1)
  return -Math.log(1 - moment.random.between(0, 1)) * (3600 / perHour)
}

export const travelS = (from: number, to: number, metresPerS: number): number =>
  STARTING_S + (Math.abs(to - from) * FLOOR_HEIGHT_M) / metresPerS

function chooseFloor(car: Car, { random, number }: Moment): number {
  const other = random.integer(1, Math.max(2, number('floors')) - 1)
  return other >= car.floor ? other + 1 : other
}

const depart = (car: Car, moment: Moment): Car => {
  const target = chooseFloor(car, moment)
  return { ...car, phase: 'travelling', target, leftS: travelS(car.floor, target, moment.number('ratedSpeed')) }
}

/** What follows when a phase is over. `closeS` is how long the door takes this time, `reopens` whether it meets something. */
function follow(car: Car, moment: Moment, door: { closeS: number; reopens: boolean }): Car {
  const { random } = moment
  switch (car.phase) {
    case 'waiting':
      return depart(car, moment)
    case 'travelling':
      return { ...car, phase: 'opening', floor: car.target, leftS: OPENING_S, reopened: false }
    case 'opening': {
      const dwell = random.between(...DWELL_S)
      const leftS = car.reopened ? REOPENED_DWELL_S : Math.max(dwell, LEAST_BETWEEN_CLOSINGS_S - car.sinceClosingS)
      return { ...car, phase: 'open', leftS, occupied: car.reopened ? car.occupied : !car.occupied }
    }
    case 'open':
      return { ...car, phase: 'closing', leftS: door.closeS, sinceClosingS: car.reopened ? car.sinceClosingS : 0 }
    case 'closing':
      if (door.reopens && !car.reopened) return { ...car, phase: 'opening', leftS: OPENING_S, reopened: true }
      return car.occupied ? depart(car, moment) : { ...car, phase: 'waiting', leftS: nextCallS(moment) }
  }
}

/** Lets `dtS` pass for the car. */
export function moveCar(car: Car, moment: Moment, door: { closeS: number; reopens: boolean }): Car {
  const { dtS } = moment
  const moved = { ...car, leftS: car.leftS - dtS, sinceClosingS: car.sinceClosingS + dtS }
  return moved.leftS > 0 ? moved : follow(moved, moment, door)
}
