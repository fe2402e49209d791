import { writeFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { backtestYear, showBacktestYear } from './backtestYear.ts'
import { growth, showGrowth } from './ingest/growth.ts'
import { puback, showPuback } from './ingest/puback.ts'
import { recovery, showRecovery } from './ingest/recovery.ts'
import { say } from './ingest/say.ts'
import { showThroughput, throughput } from './ingest/throughput.ts'
import { isVariant, VARIANTS } from './ingest/variants.ts'
import { analytics, showAnalytics } from './operations/analytics.ts'
import { dueLists, showDueLists } from './operations/dueList.ts'
import { faultToTicket, showFaultToTicket } from './operations/faultToTicket.ts'
import { showTicketTables, ticketTables } from './operations/ticketTable.ts'
import { publishToScreen, showScreen } from './publishToScreen.ts'
import { ruleBookBench } from './ruleBookBench.ts'
import { benchRules } from './rulesBench.ts'
import { rulesScale } from './rulesScale.ts'
import { showStart, start } from './start.ts'

interface Options {
  seconds?: number
  only?: string[]
  tickets?: number
  pieces?: number
  url?: string
}

interface Bench {
  does: string
  /** Measures and shows. @returns the figures */
  run(options: Options): Promise<unknown>
}

const shown = async <T>(measured: Promise<T>, show: (figures: T & {}) => void): Promise<T> => {
  const figures = await measured
  if (figures !== undefined && figures !== null) show(figures)
  return figures
}

async function screen() {
  const figures = await shown(publishToScreen(), showScreen)
  if (figures.seen !== figures.crossings) process.exitCode = 1
  return figures
}

const BENCHES: Record<string, Bench> = {
  start: { does: 'time to ready of the demo and the service, memory at rest', run: () => shown(start(), showStart) },
  screen: { does: 'from a reading beyond its limit to its fault and ticket on the screen', run: screen },
  rules: {
    does: 'readings evaluated a second by all rules of all classes',
    run: () =>
      shown(Promise.resolve([0.05, 0.33, 1].map(moving => ({ moving, ...benchRules({ moving }) }))), console.table),
  },
  'rules-scale': {
    does: 'µs a message, memory, checkpoint and restore of the rules with 1,000 and 100,000 mixed pieces of equipment',
    run: () => shown(Promise.resolve([1_000, 100_000].map(count => rulesScale(count))), console.table),
  },
  'rule-book': {
    does: "10,000 rules of people's own: opening, listing, adding, and readings of equipment that they are not for",
    run: () => shown(ruleBookBench(), console.log),
  },
  backtest: {
    does: "a year of one lift's history played by one rule and by all of its class",
    run: () => shown(backtestYear(), showBacktestYear),
  },
  throughput: {
    does: 'messages a second into the store, nothing lost, beside the bare path and Node-RED',
    run: ({ seconds = 5, only }) =>
      shown(throughput((only ?? Object.keys(VARIANTS)).filter(isVariant), seconds), showThroughput),
  },
  puback: {
    does: 'how long a device waits for its PUBACK at 5,000 messages/s',
    run: ({ seconds = 20 }) => shown(puback(seconds), showPuback),
  },
  recovery: {
    does: 'how fast a backlog is drained after InfluxDB was away',
    run: ({ seconds = 10 }) => shown(recovery(seconds), showRecovery),
  },
  growth: {
    does: 'rate, PUBACK and memory with 1,000, 10,000 and 100,000 pieces of equipment',
    run: ({ seconds = 10 }) => shown(growth(seconds), showGrowth),
  },
  'ticket-table': {
    does: 'tickets as comma-separated values: seconds, memory, and how long the event loop was held',
    run: ({ tickets = 50_000 }) => shown(ticketTables(tickets), showTicketTables),
  },
  'due-list': {
    does: 'pages of what is due for 10,000 pieces and their plans, on SQLite and PostgreSQL',
    run: ({ pieces = 10_000 }) => shown(dueLists(pieces), showDueLists),
  },
  'fault-to-ticket': {
    does: 'from a fault to its ticket with reserved parts, on SQLite and PostgreSQL',
    run: ({ seconds = 20 }) => shown(faultToTicket(seconds), showFaultToTicket),
  },
  analytics: {
    does: 'every report and list over 500,000 past tickets, on SQLite and PostgreSQL',
    run: ({ tickets = 500_000, url }) => shown(analytics(tickets, url), showAnalytics),
  },
}

const HELP = `npm run bench [-- NAME… [options]]   without a name all of them, one after the other

${Object.entries(BENCHES)
  .map(([name, { does }]) => `  ${name.padEnd(12)} ${does}`)
  .join('\n')}

  --seconds N   how long each load lasts (recovery: how long the store is away)
  --only LIST   the variants of throughput: ${Object.keys(VARIANTS).join(',')}
  --tickets N   how many past tickets analytics is measured over
  --pieces N    of how many pieces of equipment due-list is
  --url URL     a PostgreSQL on which analytics is measured alone; its tickets are written once
  --json FILE   writes the figures there too
`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    help: { type: 'boolean', short: 'h' },
    seconds: { type: 'string' },
    only: { type: 'string' },
    tickets: { type: 'string' },
    pieces: { type: 'string' },
    url: { type: 'string' },
    json: { type: 'string' },
  },
})

function refusal(): string | undefined {
  const unknown = [
    ...positionals.filter(name => !Object.hasOwn(BENCHES, name)),
    ...(values.only?.split(',') ?? []).filter(name => !isVariant(name)),
  ]
  if (unknown.length > 0) return `Nothing is called ${unknown.join(', ')}.`
  return values.seconds !== undefined && !(Number(values.seconds) > 0)
    ? '--seconds must be a positive number.'
    : undefined
}

async function runAll(names: readonly string[]): Promise<Record<string, unknown>> {
  const options: Options = {
    ...(values.seconds !== undefined && { seconds: Number(values.seconds) }),
    ...(values.tickets !== undefined && { tickets: Number(values.tickets) }),
    ...(values.url !== undefined && { url: values.url }),
    ...(values.pieces !== undefined && { pieces: Number(values.pieces) }),
    ...(values.only !== undefined && { only: values.only.split(',') }),
  }
  const figures: Record<string, unknown> = {}
  for (const name of names) {
    say(`— ${name}: ${BENCHES[name]?.does}`)
    figures[name] = await BENCHES[name]?.run(options)
  }
  return figures
}

const problem = refusal()
if (values.help || problem !== undefined) {
  process.stdout.write(`${problem === undefined ? '' : `${problem}\n\n`}${HELP}`)
  process.exitCode = problem === undefined ? 0 : 1
} else {
  const figures = await runAll(positionals.length > 0 ? positionals : Object.keys(BENCHES))
  if (values.json !== undefined) {
    const machine = { cpus: cpus().length, model: cpus()[0]?.model, node: process.version }
    await writeFile(values.json, `${JSON.stringify({ at: new Date().toISOString(), machine, ...figures }, null, 2)}\n`)
  }
}
