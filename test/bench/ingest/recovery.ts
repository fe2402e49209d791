import { setTimeout as sleep } from 'node:timers/promises'
import { CONNECTIONS, EQUIPMENT } from './bounds.ts'
import { makeEstate } from './estate.ts'
import { say } from './say.ts'
import { type Caretaker, startCaretaker } from './subjects/caretaker.ts'
import { type BenchInflux, startInflux } from './subjects/influx.ts'
import { startTrial } from './trial.ts'

const PER_SECOND = 5_000
const LOOK_MS = 50
/** The backlog counts as drained when less than so many records wait: the writer gathers for a while. */
const DRAINED = PER_SECOND / 2
const WARM_UP = { perSecond: PER_SECOND, seconds: 2 }

export interface Recovery {
  awayS: number
  /** Records that waited when the store was back, and how long until the first of them was stored. */
  backlog: number
  noticedS: number
  /** From then on, while 5,000 a second still came. */
  drainedS: number
  storedPerSecond: number
  timesArrival: number
  pubackMs: { p50: number; p99: number }
  acknowledged: number
}

async function untilBelow(caretaker: Caretaker, limit: number): Promise<number> {
  for (;;) {
    const { store = 0 } = await caretaker.lags()
    if (store < limit) return store
    await sleep(LOOK_MS)
  }
}

/** Takes the store away and brings it back. */
async function outage(caretaker: Caretaker, influx: BenchInflux, awayS: number) {
  await influx.stop()
  await sleep(awayS * 1000)
  await influx.restart()
  const back = performance.now()
  let { store: backlog = 0 } = await caretaker.lags()
  for (let now = backlog; now >= backlog; now = (await caretaker.lags()).store ?? 0) {
    backlog = now
    await sleep(LOOK_MS)
  }
  const began = performance.now()
  const left = await untilBelow(caretaker, DRAINED)
  const drainedS = (performance.now() - began) / 1000
  const storedPerSecond = (backlog - left) / drainedS + PER_SECOND
  return { awayS, backlog, noticedS: (began - back) / 1000, drainedS, storedPerSecond }
}

/** How fast a backlog is drained after InfluxDB was away, while messages still come. Undefined where there is none. */
export async function recovery(awayS: number): Promise<Recovery | undefined> {
  const influx = await startInflux()
  if (influx === undefined) return void say('left out: influxd is not installed')
  const estate = await makeEstate(CONNECTIONS, EQUIPMENT)
  const caretaker = await startCaretaker(estate, { influx })
  const trial = await startTrial(caretaker, estate, WARM_UP)
  say(`InfluxDB is away for ${awayS} s, then comes back; ${PER_SECOND} messages/s all the time …`)
  const seconds = 3 * awayS + 10
  const [run, measured] = await Promise.all([
    trial.run({ perSecond: PER_SECOND, seconds }),
    sleep(1000).then(() => outage(caretaker, influx, awayS)),
  ])
  const { messages: acknowledged } = await trial.end()
  await influx.remove()
  await estate.remove()
  const timesArrival = measured.storedPerSecond / PER_SECOND
  return { ...measured, timesArrival, pubackMs: run.pubackMs, acknowledged }
}

export function showRecovery(found: Recovery): void {
  const { awayS, backlog, noticedS, drainedS, storedPerSecond, timesArrival, pubackMs, acknowledged } = found
  console.table({
    'acknowledged = stored': { figure: acknowledged },
    [`backlog after ${awayS} s`]: { figure: `${backlog} records` },
    'store back until it is used again': { figure: `${noticedS.toFixed(1)} s` },
    'backlog drained in': { figure: `${drainedS.toFixed(1)} s` },
    'stored meanwhile (aim 2 times the arrivals)': {
      figure: `${storedPerSecond.toFixed(0)}/s, ${timesArrival.toFixed(1)} times`,
    },
    'PUBACK p50 / p99 all the time': { figure: `${pubackMs.p50.toFixed(1)} / ${pubackMs.p99.toFixed(1)} ms` },
  })
}
