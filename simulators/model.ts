import type { ParamValue } from '#domain/equipment.ts'
import type { MetricValue } from '#domain/telemetry.ts'
import type { Millis } from '#domain/time.ts'
import type { Random } from './random.ts'

/** How people use the place: when its load peaks (catalogue DM-LOAD). */
export type Profile = 'residential' | 'office'

/** What a machine meets at one moment. */
export interface Moment {
  at: Millis
  /** Hours of the local day, 0 to 24. */
  hour: number
  /** 0 is Sunday. */
  weekday: number
  /** 0 is January. */
  month: number
  /** Seconds since the step before. */
  dtS: number
  profile: Profile
  random: Random
  param(name: string): ParamValue | undefined
  /** A parameter that is a number. */
  number(name: string): number
  /** Whether the machine has this named fault now. */
  has(fault: string): boolean
}

export type Metrics = Record<string, MetricValue>

/** A pretend machine: what it becomes and what it measures, from what it was. It changes nothing but what `random` gives. */
export interface Model<S> {
  /** Seconds between its steps. */
  stepS: number
  start(moment: Moment): S
  /** Event metrics (one sample a stop, a test) are there only when they happen. */
  step(state: S, moment: Moment): { state: S; metrics: Metrics }
}

/** A model with its state: gives what it measures at each moment. */
export interface Machine {
  stepS: number
  next(moment: Moment): Metrics
}

export const machineOf =
  <S>(model: Model<S>) =>
  (moment: Moment): Machine => {
    let state = model.start(moment)
    return {
      stepS: model.stepS,
      next: now => {
        const { state: after, metrics } = model.step(state, now)
        state = after
        return metrics
      },
    }
  }

export const round = (value: number, decimals: number): number => {
  const scale = 10 ** decimals
  return Math.round(value * scale) / scale
}

/** A first-order lag: how far `value` comes towards `target` in `dtS` with the time constant `tauS`. */
export const approach = (value: number, target: number, dtS: number, tauS: number): number =>
  target + (value - target) * Math.exp(-dtS / tauS)

/** A ramp: towards `target` by at most `perS` a second. */
export const ramp = (value: number, target: number, dtS: number, perS: number): number =>
  value + Math.min(Math.max(target - value, -perS * dtS), perS * dtS)
