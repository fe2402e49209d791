import { driftOf } from '../load.ts'
import { approach, type Metrics, type Model, type Moment, round } from '../model.ts'
import { flowOn, newPipe, type Pipe, withNoise } from './pipe.ts'

/** runState in the catalogue. */
const RUN = { stopped: 0, running: 1, starting: 2, fault: 3 } as const
const MODE = { auto: 1, manual: 2, inspection: 3 } as const
type Run = (typeof RUN)[keyof typeof RUN]

interface FirePump {
  pipe: Pipe
  run: Run
  /** Seconds in this run state. */
  inStateS: number
  /** Seconds of a proof run that are left: after a repair the pump is shown to start. */
  proofS: number
  sinceTestS: number
  starts: number
  bearingTemperature: number
  supplyDrift: number
  wasBroken: boolean
}

const WEEK_S = 604_800
const STARTING_S = 3
/** The starter gives up after so long. */
const GIVES_UP_S = 8
/** The weekly automatic test is shorter than the 30 s that count as running without a permit (FPU-RUN-UNEXPECTED). */
const WEEKLY_TEST_S = 20
/** A no-flow run of an electric pump: 10 min (NFPA 25 8.3). */
const PROOF_RUN_S = 600
const SHUT_OFF_HEAD = 1.15
const NO_FLOW_CURRENT = 0.45
const BEARING = { riseC: 28, tauS: 900 }
const LOST_SUPPLY_V = 3

const start = (moment: Moment): FirePump => ({
  pipe: newPipe(moment),
  run: RUN.stopped,
  inStateS: 0,
  proofS: 0,
  sinceTestS: moment.random.between(0, WEEK_S),
  starts: moment.random.integer(20, 300),
  bearingTemperature: 22,
  supplyDrift: 0,
  wasBroken: false,
})

function demanded(pump: FirePump, { has }: Moment): boolean {
  if (has('fails-to-start') || has('runs-unexpectedly') || pump.proofS > 0) return true
  return pump.sinceTestS >= WEEK_S && (pump.run === RUN.stopped || pump.inStateS < WEEKLY_TEST_S)
}

function nextRun(pump: FirePump, demand: boolean, broken: boolean): Run {
  if (!demand) return RUN.stopped
  if (pump.run === RUN.stopped) return RUN.starting
  if (pump.run === RUN.starting && broken) return pump.inStateS < GIVES_UP_S ? RUN.starting : RUN.fault
  if (pump.run === RUN.starting) return pump.inStateS < STARTING_S ? RUN.starting : RUN.running
  return pump.run === RUN.fault && !broken ? RUN.starting : pump.run
}

function advance(pump: FirePump, moment: Moment): FirePump {
  const { dtS, has } = moment
  const run = nextRun(pump, demanded(pump, moment), has('fails-to-start'))
  const repaired = pump.wasBroken && !has('fails-to-start')
  const passed = pump.run === RUN.running && run === RUN.stopped
  const ambient = 22
  return {
    pipe: flowOn(pump.pipe, moment),
    run,
    inStateS: run === pump.run ? pump.inStateS + dtS : 0,
    proofS: repaired ? PROOF_RUN_S : Math.max(pump.proofS - dtS, 0),
    sinceTestS: passed ? 0 : pump.sinceTestS + dtS,
    starts: pump.starts + Number(run === RUN.starting && pump.run !== RUN.starting),
    bearingTemperature: approach(
      pump.bearingTemperature,
      ambient + (run === RUN.running ? BEARING.riseC : 0),
      dtS,
      BEARING.tauS,
    ),
    supplyDrift: driftOf(pump.supplyDrift, moment, 2),
    wasBroken: has('fails-to-start'),
  }
}

const modeOf = (pump: FirePump, { has }: Moment): number => {
  if (has('not-in-auto')) return MODE.manual
  return pump.run !== RUN.stopped && !has('fails-to-start') && !has('runs-unexpectedly') ? MODE.inspection : MODE.auto
}

function whileRunning({ number, random }: Moment): Metrics {
  return {
    flow: 0,
    currentUnbalance: round(Math.abs(random.normal(2, 0.4)), 1),
    pumpVibration: round(1.6 * random.logNormal(0.1), 2),
    motorCurrent: round(number('ratedCurrent') * NO_FLOW_CURRENT * random.logNormal(0.01), 1),
  }
}

function measure(pump: FirePump, moment: Moment): Metrics {
  const { has, number } = moment
  const running = pump.run === RUN.running
  const lost = has('power-lost')
  return {
    controlMode: modeOf(pump, moment),
    runState: pump.run,
    startCommand: pump.run !== RUN.stopped,
    dischargePressure: withNoise(running ? number('ratedPressure') * SHUT_OFF_HEAD : pump.pipe.pressure, moment),
    suctionPressure: withNoise(0.05, moment),
    supplyVoltage: lost ? LOST_SUPPLY_V : round(number('nominalVoltage') + 6 + pump.supplyDrift, 1),
    controlPowerOk: !lost && !has('one-source-lost'),
    motorCurrent: 0,
    bearingTemperature: round(pump.bearingTemperature, 1),
    startCount: pump.starts,
    hoursSinceTest: round(pump.sinceTestS / 3600, 1),
    ...(running && whileRunning(moment)),
  }
}

/**
 * A fire pump at rest on a pressurised main (DM-LEAK), tested for some seconds every week. Its failure to start is
 * hidden until a demand shows it (DM-STANDBY): the trouble brings both.
 */
export const firePump: Model<FirePump> = {
  stepS: 1,
  start,
  step: (before, moment) => {
    const after = advance(before, moment)
    return { state: after, metrics: measure(after, moment) }
  },
}
