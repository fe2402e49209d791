import { type Moment, round } from '../model.ts'

/**
 * Catalogue DM-LEVEL: a bias that drifts by the day, and at each stop the load and the brake. The scatter is half of the
 * catalogue's placeholder: with the whole of it a healthy lift misses ±10 mm in 3 of 10 stops about once a day.
 */
const DRIFT_MM = { mean: 0.03, deviation: 0.15 }
const LOAD_MM = 1.5
const SCATTER_MM = { least: 1, brake: 2 }
/** How far off a lift with a displaced levelling switch stops. */
const DISPLACED_MM = 14

export const driftLevel = (bias: number, { dtS, random }: Moment): number => {
  const days = dtS / 86_400
  return bias + random.normal(DRIFT_MM.mean * days, DRIFT_MM.deviation * Math.sqrt(days))
}

/** One stop: how far the car is above the landing, mm. */
export function levellingError(bias: number, gap: number, { random, has, number }: Moment): number {
  const scatter = SCATTER_MM.least + SCATTER_MM.brake * (gap / number('brakeGapMax'))
  const off = has('levelling-drift') ? DISPLACED_MM : bias
  return round(off + random.between(-LOAD_MM, LOAD_MM) + random.normal(0, scatter), 1)
}
