import { type Moment, round } from '../model.ts'

/** Catalogue DM-VIB: a bearing defect that starts at some age and grows exponentially (P-F curve). Ages in days. */
const HEALTHY_MM_S = 1.2
const DEFECT = { mmS: 0.25, tauDays: 45 }
const ONSET = { shape: 2.5, scaleDays: 2200 }
const NOISE = 0.08

export interface Bearing {
  ageDays: number
  onsetDays: number
}

/** A bearing somewhere in its good years. */
export function newBearing({ random }: Moment): Bearing {
  const onsetDays = Math.max(random.weibull(ONSET.shape, ONSET.scaleDays), 100)
  return { ageDays: random.between(0, onsetDays * 0.8), onsetDays }
}

export const ageBearing = (bearing: Bearing, dtS: number): Bearing => ({
  ...bearing,
  ageDays: bearing.ageDays + dtS / 86_400,
})

/** Vibration velocity r.m.s., mm/s; 1 a day beyond the onset means the defect has just begun. */
export function vibration({ ageDays, onsetDays }: Bearing, { random }: Moment): number {
  const grown = Math.exp(Math.max(ageDays - onsetDays, 0) / DEFECT.tauDays) - 1
  return round((HEALTHY_MM_S + DEFECT.mmS * grown) * random.between(0.9, 1.1) * random.logNormal(NOISE), 2)
}
