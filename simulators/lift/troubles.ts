import type { Moment } from '../model.ts'
import { type Car, newCar, travelS } from './car.ts'

/** How a car that cannot go on stands. */
export type Stop = 'none' | 'trapped' | 'doorStuck' | 'halted' | 'trialRun'

/** After a repair the lift is kept at rest for so long, because the door must be seen at rest for 5 minutes (ELV-DOOR-FAIL). */
const PARKED_S = 400
/** A trial run after a bearing change: ELV-VIB clears after 30 quiet samples, one a minute of running. */
const TRIAL_RUN_S = 2_100

export const stopOf = ({ has }: Moment): Stop => {
  if (has('passenger-trapped')) return 'trapped'
  if (has('door-stuck')) return 'doorStuck'
  if (has('safety-chain-open') || has('overspeed')) return 'halted'
  return has('machine-vibration') ? 'trialRun' : 'none'
}

/** The car when its stop begins. */
export function stopCar(car: Car, stop: Stop): Car {
  const halfway = car.phase === 'travelling' ? car : { ...car, target: car.floor > 1 ? car.floor - 1 : car.floor + 1 }
  if (stop === 'trapped') return { ...halfway, phase: 'travelling', occupied: true }
  if (stop === 'doorStuck') return { ...car, phase: 'closing', occupied: false }
  return { ...car, phase: 'waiting', occupied: false }
}

/** The car when its stop is over: who was trapped gets out at the next landing; then it rests or runs on trial. */
export function releaseCar(car: Car, stop: Stop, moment: Moment): { car: Car; trialRunS: number } {
  if (stop === 'trapped') {
    const leftS = travelS(0, 1, moment.number('ratedSpeed'))
    return { car: { ...car, phase: 'travelling', leftS }, trialRunS: 0 }
  }
  const parked = { ...newCar(moment), floor: car.floor, leftS: PARKED_S }
  return { car: parked, trialRunS: stop === 'trialRun' ? TRIAL_RUN_S : 0 }
}
