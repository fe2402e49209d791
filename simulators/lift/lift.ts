import { driftOf } from '../load.ts'
import { approach, type Metrics, type Model, type Moment, round } from '../model.ts'
import { ageBearing, type Bearing, newBearing, vibration } from './bearing.ts'
import { measuredGap, newBrakeGap, wearBrake } from './brake.ts'
import { type Car, moveCar, newCar, type Phase } from './car.ts'
import { closeDoor, reopens, wearDoor } from './doorWear.ts'
import { driftLevel, levellingError } from './levelling.ts'
import { releaseCar, type Stop, stopCar, stopOf } from './troubles.ts'

interface Lift {
  car: Car
  stop: Stop
  /** Seconds since the stop began. */
  stoppedS: number
  trialRunS: number
  trips: number
  cycles: number
  doorWear: number
  bearing: Bearing
  brakeGap: number
  levelBias: number
  motorTemperature: number
  supplyDrift: number
}

const DOOR_STATE: Readonly<Record<Phase, number>> = { waiting: 1, travelling: 1, opening: 2, open: 3, closing: 4 }
const MOTOR = { tauS: 1200, riseRunning: 45, fanFailed: 131, fanFailedTauS: 240 }
const TRIAL_LAP_S = 90
/** A failing bearing of a machine: well over vibAct, the C/D limit. */
const FAILING_BEARING = 1.25
const OVERSPEED = 1.3
const ALARM_BUTTON_AFTER_S = 20
/** Weeks of service behind it. */
const PAST_TRIPS: readonly [number, number] = [40_000, 400_000]

const roomTemperature = ({ hour }: Moment): number => 26 + 3 * Math.cos(((hour - 15) / 12) * Math.PI)

function start(moment: Moment): Lift {
  const trips = moment.random.integer(...PAST_TRIPS)
  return {
    car: newCar(moment),
    stop: 'none',
    stoppedS: 0,
    trialRunS: 0,
    trips,
    cycles: Math.round(trips * 1.1),
    doorWear: moment.random.between(0, 0.15),
    bearing: newBearing(moment),
    brakeGap: newBrakeGap(moment),
    levelBias: moment.random.normal(0, 1),
    motorTemperature: roomTemperature(moment) + 10,
    supplyDrift: 0,
  }
}

/** The car, which a trouble stops and a repair lets go. */
function moveOn(lift: Lift, moment: Moment, door: { closeS: number; reopens: boolean }): Lift {
  const stop = stopOf(moment)
  if (stop !== lift.stop) {
    if (stop !== 'none') return { ...lift, stop, stoppedS: 0, car: stopCar(lift.car, stop) }
    return { ...lift, stop, ...releaseCar(lift.car, lift.stop, moment) }
  }
  if (stop !== 'none') return { ...lift, stoppedS: lift.stoppedS + moment.dtS }
  if (lift.trialRunS > 0) return { ...lift, trialRunS: lift.trialRunS - moment.dtS }
  return { ...lift, car: moveCar(lift.car, moment, door) }
}

const onTrial = (lift: Lift): boolean => lift.stop === 'trialRun' || lift.trialRunS > 0
const moves = (lift: Lift): boolean => onTrial(lift) || (lift.car.phase === 'travelling' && lift.stop === 'none')

function directionOf(lift: Lift, { at }: Moment): 0 | 1 | 2 {
  if (!moves(lift)) return 0
  if (onTrial(lift)) return Math.floor(at / 1000 / TRIAL_LAP_S) % 2 === 0 ? 1 : 2
  return lift.car.target > lift.car.floor ? 1 : 2
}

function heatMotor(lift: Lift, moment: Moment): number {
  if (moment.has('motor-hot')) return approach(lift.motorTemperature, MOTOR.fanFailed, moment.dtS, MOTOR.fanFailedTauS)
  const target = roomTemperature(moment) + (moves(lift) ? MOTOR.riseRunning : 5)
  return approach(lift.motorTemperature, target, moment.dtS, MOTOR.tauS)
}

/** What counts and wears between two steps. */
function wear(before: Lift, after: Lift, moment: Moment): Lift {
  const departed = after.car.phase === 'travelling' && before.car.phase !== 'travelling'
  const closed = before.car.phase === 'closing' && after.car.phase !== 'closing' && after.stop === 'none'
  return {
    ...after,
    trips: after.trips + Number(departed),
    cycles: after.cycles + Number(closed),
    doorWear: closed ? wearDoor(after.doorWear) : after.doorWear,
    brakeGap: departed ? wearBrake(after.brakeGap, after.stop !== 'none') : after.brakeGap,
    bearing: ageBearing(after.bearing, moment.dtS),
    levelBias: driftLevel(after.levelBias, moment),
    motorTemperature: heatMotor(after, moment),
    supplyDrift: driftOf(after.supplyDrift, moment, 2),
  }
}

function measuredVibration(lift: Lift, moment: Moment): number {
  if (moment.has('machine-vibration'))
    return round(moment.number('vibAct') * FAILING_BEARING * moment.random.logNormal(0.02), 2)
  return vibration(lift.bearing, moment)
}

/** What is measured once a trip, once a stop or once a closing. */
function events(before: Lift, after: Lift, moment: Moment, closing: ReturnType<typeof closeDoor>): Metrics {
  const from = before.car.phase
  const to = after.car.phase
  const speed = moment.number('ratedSpeed')
  return {
    ...(from === 'travelling' &&
      to === 'opening' && { levellingError: levellingError(after.levelBias, after.brakeGap, moment) }),
    ...(from === 'closing' && to !== 'closing' && after.stop === 'none' && closing),
    ...(to === 'travelling' &&
      from !== 'travelling' &&
      after.stop === 'none' && { carSpeed: round(speed * moment.random.between(0.97, 1.01), 2) }),
    ...(moment.has('overspeed') &&
      before.stop !== 'halted' && { carDirection: 2, carSpeed: -round(speed * OVERSPEED, 2) }),
  }
}

function state(lift: Lift, moment: Moment): Metrics {
  const trapped = lift.stop === 'trapped'
  const { car } = lift
  return {
    serviceMode: onTrial(lift) ? 2 : 1,
    carDirection: directionOf(lift, moment),
    doorZone: !trapped && !moves(lift),
    carDoorState: DOOR_STATE[car.phase],
    carOccupied: car.occupied,
    alarmButton: trapped && lift.stoppedS > ALARM_BUTTON_AFTER_S,
    safetyChainClosed: lift.stop !== 'halted',
    currentFloor: car.floor,
    brakeGap: measuredGap(lift.brakeGap, moment),
    motorTemperature: round(lift.motorTemperature, 1),
    machineRoomTemperature: round(roomTemperature(moment), 1),
    supplyVoltage: round(384 + lift.supplyDrift, 1),
    tripCount: lift.trips,
    doorCycleCount: lift.cycles,
    ...(moves(lift) && { machineVibration: measuredVibration(lift, moment) }),
  }
}

/** A traction lift: traffic by the hour, with DM-DOOR, DM-VIB, DM-BRAKE and DM-LEVEL (catalogue §3). */
export const lift: Model<Lift> = {
  stepS: 1,
  start,
  step: (before, moment) => {
    const closing = closeDoor(before.doorWear, moment)
    const door = { closeS: closing.doorCloseTime, reopens: reopens(before.doorWear, moment) }
    const after = wear(before, moveOn(before, moment, door), moment)
    return { state: after, metrics: { ...state(after, moment), ...events(before, after, moment, closing) } }
  },
}
