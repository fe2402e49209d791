import { CONNECTIONS, EQUIPMENT } from './bounds.ts'
import { type Estate, makeEstate } from './estate.ts'
import { say } from './say.ts'
import { type Run, startTrial } from './trial.ts'
import { VARIANTS, type Variant } from './variants.ts'

const STEPS = [5_000, 10_000, 15_000, 20_000, 25_000, 30_000, 35_000, 40_000, 50_000, 60_000, 70_000]
const WINDOW = 20
const WARM_UP = { perSecond: 2_000, seconds: 2 }
/** A rate is sustained when this share of it is acknowledged in time … */
const KEPT_UP = 0.98
/** … and everything is stored no later after the last message than at the lowest rate, give or take this in seconds. */
const LATER = 0.3

export interface Throughput {
  variant: Variant
  /** Messages a second: the highest paced rate that was sustained, and what a window of 20 a connection reaches. */
  sustained: number
  windowed: number
  /** What the process under test spent on a message, at the highest sustained rate and windowed. */
  cpuUs: { sustained: number; windowed: number }
  serversUs: number
  memoryMb: number
  acknowledged: number
}

const delay = (run: Run): number => run.storedIn - run.order.seconds

const isSustained = (run: Run, perSecond: number, lowest: Run): boolean =>
  run.acknowledged >= KEPT_UP * perSecond * run.order.seconds && delay(run) <= delay(lowest) + LATER

const rate = (run: Run): number => run.acknowledged / run.storedIn

async function measure(variant: Variant, estate: Estate, seconds: number): Promise<Throughput | undefined> {
  const { title, start } = VARIANTS[variant]
  say(`${title} …`)
  const subject = await start(estate)
  if (typeof subject === 'string') return void say(`  left out: ${subject}`)
  const trial = await startTrial(subject, estate, WARM_UP)
  let [best, lowest]: (Run | undefined)[] = []
  for (const perSecond of STEPS) {
    const run = await trial.run({ perSecond, seconds })
    lowest ??= run
    const sustained = isSustained(run, perSecond, lowest)
    say(`  ${perSecond}/s ${sustained ? 'sustained' : 'not sustained'}: all stored after ${run.storedIn.toFixed(1)} s`)
    if (!sustained) break
    best = run
  }
  const windowed = await trial.run({ window: WINDOW, seconds })
  say(`  window of ${WINDOW}: ${rate(windowed).toFixed(0)}/s`)
  const { messages } = await trial.end()
  return {
    variant,
    sustained: best && 'perSecond' in best.order ? best.order.perSecond : 0,
    windowed: rate(windowed),
    cpuUs: { sustained: best?.cpuUs.own ?? Number.NaN, windowed: windowed.cpuUs.own },
    serversUs: windowed.cpuUs.servers,
    memoryMb: windowed.memoryMb,
    acknowledged: messages,
  }
}

/** Messages a second from the device into the store, nothing lost: Caretaker beside what a user would build instead. */
export async function throughput(variants: readonly Variant[], seconds: number): Promise<Throughput[]> {
  const estate = await makeEstate(CONNECTIONS, EQUIPMENT)
  const all: Throughput[] = []
  for (const variant of variants) all.push(...[(await measure(variant, estate, seconds)) ?? []].flat())
  await estate.remove()
  return all
}

/** What is asked of Caretaker, in the words of the rivals beside it. */
function ratios(all: readonly Throughput[]): Record<string, string> {
  const of = (variant: Variant) => all.find(one => one.variant === variant)
  const ratio = (a: number | undefined, b: number | undefined) =>
    a === undefined || b === undefined ? undefined : `${(a / b).toFixed(2)}`
  const found: Record<string, string | undefined> = {}
  for (const own of ['embedded', 'influx'] as const) {
    found[`${own} : node-red, sustained (aim 2)`] = ratio(of(own)?.sustained, of('node-red')?.sustained)
    found[`${own} : bare, sustained (aim 0.5)`] = ratio(of(own)?.sustained, of('bare')?.sustained)
    found[`${own} : bare, windowed (aim 0.5)`] = ratio(of(own)?.windowed, of('bare')?.windowed)
  }
  return Object.fromEntries(Object.entries(found).filter((entry): entry is [string, string] => entry[1] !== undefined))
}

export function showThroughput(all: readonly Throughput[]): void {
  console.table(
    Object.fromEntries(
      all.map(one => [
        VARIANTS[one.variant].title,
        {
          'sustained/s': one.sustained,
          'windowed/s': Math.round(one.windowed),
          'CPU µs a message, sustained': Math.round(one.cpuUs.sustained),
          'CPU µs a message, windowed': Math.round(one.cpuUs.windowed),
          'CPU µs of its servers': Math.round(one.serversUs),
          'memory MB': Math.round(one.memoryMb),
          'acknowledged = stored': one.acknowledged,
        },
      ]),
    ),
  )
  console.table(Object.fromEntries(Object.entries(ratios(all)).map(([name, value]) => [name, { ratio: value }])))
}
