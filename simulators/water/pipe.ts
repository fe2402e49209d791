import type { Moment } from '../model.ts'

/** Catalogue DM-LEAK: a pipe system that leaks slowly and a jockey pump that fills it up again. */
const COMPLIANCE_L_PER_MPA = 60
const JOCKEY = { startMpa: 0.65, stopMpa: 0.75, litresPerS: 1 }
const REFERENCE_MPA = 0.7
/**
 * A sound zone behind its check valve. The catalogue's 0.002 L/s is a whole system's: with it the pressure falls by
 * 0.12 MPa/h between two jockey starts, twelve times what HYD-SLOWLEAK takes for a leak.
 */
const SOUND_LEAK_L_PER_S = 0.000_08
const GROWTH_DAYS = 60
const NOISE_MPA = 0.002

export interface Pipe {
  pressure: number
  leak: number
  filling: boolean
}

export const newPipe = ({ random }: Moment): Pipe => ({
  pressure: random.between(JOCKEY.startMpa + 0.02, JOCKEY.stopMpa),
  leak: SOUND_LEAK_L_PER_S * random.between(0.5, 1.2),
  filling: false,
})

export function flowOn(pipe: Pipe, { dtS }: Moment): Pipe {
  const leaking = pipe.leak * Math.sqrt(Math.max(pipe.pressure, 0) / REFERENCE_MPA)
  const filled = pipe.filling ? JOCKEY.litresPerS : 0
  const pressure = Math.max(pipe.pressure + ((filled - leaking) * dtS) / COMPLIANCE_L_PER_MPA, 0)
  const filling = pipe.filling ? pressure < JOCKEY.stopMpa : pressure < JOCKEY.startMpa
  return {
    pressure: Math.min(pressure, JOCKEY.stopMpa),
    filling,
    leak: pipe.leak * Math.exp(dtS / 86_400 / GROWTH_DAYS),
  }
}

export const withNoise = (mpa: number, { random }: Moment): number =>
  Math.round(Math.max(mpa + random.normal(0, NOISE_MPA), -0.05) * 1000) / 1000
