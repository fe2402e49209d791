import { type Moment, round } from '../model.ts'

/** Catalogue DM-BRAKE: the air gap grows with every trip (mm). */
const ADJUSTED_MM = 0.35
const WEAR_MM = { trip: 4e-7, emergencyStop: 16e-7 }
const NOISE_MM = 0.01
/** How far over its limit a worn-out brake stands. */
const WORN_OUT = 1.12

export const newBrakeGap = ({ random }: Moment): number => ADJUSTED_MM + random.between(0, 0.1)

export const wearBrake = (gap: number, emergency: boolean): number =>
  gap + (emergency ? WEAR_MM.emergencyStop : WEAR_MM.trip)

/** What the sensor reads. */
export const measuredGap = (gap: number, { random, has, number }: Moment): number =>
  round((has('brake-gap') ? number('brakeGapMax') * WORN_OUT : gap) + random.normal(0, NOISE_MM), 3)
