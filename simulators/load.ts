import type { Moment, Profile } from './model.ts'

interface Peak {
  hour: number
  widthH: number
  height: number
}

/** The peaks of a day (catalogue DM-LOAD): lifts and circuits of homes and of offices. */
const PEAKS: Readonly<Record<Profile, readonly Peak[]>> = {
  residential: [
    { hour: 7.5, widthH: 1, height: 0.6 },
    { hour: 18.5, widthH: 2, height: 0.8 },
  ],
  office: [
    { hour: 8.75, widthH: 0.8, height: 0.8 },
    { hour: 12, widthH: 0.8, height: 0.6 },
    { hour: 18, widthH: 0.9, height: 0.7 },
  ],
}
const BASE = 0.2
/** January and the two summer months need more power. */
const SEASON: Readonly<Record<number, number>> = { 0: 1.15, 6: 1.25, 7: 1.25 }
const WEEKEND: Readonly<Record<Profile, number>> = { residential: 1.1, office: 0.4 }

type When = Pick<Moment, 'hour' | 'weekday' | 'profile'>

/** How busy the place is, about 0.1 to 1. */
export function traffic({ hour, weekday, profile }: When): number {
  const peaks = PEAKS[profile].reduce((sum, p) => sum + p.height * Math.exp(-(((hour - p.hour) / p.widthH) ** 2)), BASE)
  const weekend = weekday === 0 || weekday === 6
  return peaks * (weekend ? WEEKEND[profile] : 1)
}

/** The part of the rated current that is drawn, before noise: at most about 0.65. */
export const electricLoad = (moment: Pick<Moment, 'hour' | 'weekday' | 'profile' | 'month'>): number =>
  0.15 + 0.3 * traffic(moment) * (SEASON[moment.month] ?? 1)

/** AR(1) noise (catalogue DM-LOAD: φ = 0.9 at one minute) with the standing deviation `sigma`. */
export function driftOf(before: number, { dtS, random }: Pick<Moment, 'dtS' | 'random'>, sigma: number): number {
  const phi = 0.9 ** (dtS / 60)
  return phi * before + random.normal(0, sigma * Math.sqrt(1 - phi * phi))
}

/** Degrees Celsius out of the sun: a year's and a day's wave. */
export const outdoorTemperature = ({ hour, month }: Pick<Moment, 'hour' | 'month'>): number =>
  18 + 8 * Math.cos(((month - 6.5) / 6) * Math.PI) + 3 * Math.cos(((hour - 15) / 12) * Math.PI)
