import { type Moment, round } from '../model.ts'

/** Catalogue DM-DOOR: rollers and belt of the door operator; `wear` is 0 when new, about 1 when failing. */
const LIFE_CYCLES = 900_000
const DUST = { factor: 0.3, level: 0.2 }
const CURRENT = { wear: 0.6, sigma: 0.04, obstructed: 1.8, obstructedChance: 0.01 }
const TIME = { wear: 0.35, sigma: 0.08 }

export const wearDoor = (wear: number): number => wear + ((1 + DUST.factor * DUST.level) * (1 + wear)) / LIFE_CYCLES

/** Whether the door meets something and opens again. */
export const reopens = (wear: number, { random }: Moment): boolean =>
  random.chance(Math.min(0.5, 0.0005 * Math.exp(6 * wear)))

/** One closing: the peak current (A) and the time (s). */
export function closeDoor(wear: number, { random, number }: Moment) {
  const obstructed = random.chance(CURRENT.obstructedChance) ? CURRENT.obstructed : 1
  const current = number('doorCurrentBaseline') * (1 + CURRENT.wear * wear) * random.logNormal(CURRENT.sigma)
  const time = number('doorCloseTimeRef') * (1 + TIME.wear * wear ** 2) + random.normal(0, TIME.sigma)
  return { doorMotorCurrent: round(current * obstructed, 2), doorCloseTime: round(Math.max(time, 1.5), 2) }
}
