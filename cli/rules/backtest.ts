import { readFileSync } from 'node:fs'
import { Command, Option } from 'commander'
import { readConfig } from '#config'
import { openDatabase } from '#database/database.ts'
import { lockDataDir } from '#database/dataDirLock.ts'
import { openRegistry } from '#database/registry.ts'
import type { BacktestProgress, BacktestReport } from '#domain/backtest.ts'
import { loadCatalogue } from '#domain/catalogue.ts'
import { CodedError } from '#domain/errors.ts'
import { SYSTEM } from '#domain/people.ts'
import type { NewRule } from '#domain/rules.ts'
import { toWire, type Wire } from '#domain/wire.ts'
import { openTelemetryStore } from '#ingest'
import { backtest, openRuleBook } from '#rules'
import { parseDuration } from '../duration.ts'
import { askBacktest } from './askBacktest.ts'

interface Options {
  rule?: string
  code?: string
  since: number
  equipment?: string
  site?: string
  url?: string
  token?: string
  json?: true
}

const EPILOG = `
Give --code, a rule in force, or --rule, a JSON file with a rule: { code, class, name, condition, clear }.
While the service runs, its embedded telemetry is its own: give --url and --token (caretaker user token), and the
service does the work.

  caretaker rules backtest --code ELV-MOTOR-HOT --since 30d --equipment lift-1`

const say = (text: string) => process.stderr.write(text)
const showProgress = ({ done, readings, firings }: BacktestProgress) =>
  say(`\r${Math.round(done * 100)} %  ${readings} readings, ${firings} firings `)

/** @throws CodedError BAD_REQUEST */
function readRule(file: string): NewRule {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new CodedError('BAD_REQUEST', { file }, `${file}: ${(error as Error).message}`)
  }
}

/** @throws CodedError BAD_REQUEST */
function asked({ rule, code }: Options): { rule: NewRule } | { code: string } {
  if (rule !== undefined && code === undefined) return { rule: readRule(rule) }
  if (code !== undefined && rule === undefined) return { code }
  throw new CodedError('BAD_REQUEST', undefined, 'Give either --code or --rule')
}

/** @throws CodedError DATA_DIR_IN_USE */
function lockOrAsk(dataDir: string) {
  try {
    return lockDataDir(dataDir)
  } catch {
    const hint = `A service is using ${dataDir}: give --url and --token, and it does the work`
    throw new CodedError('DATA_DIR_IN_USE', { dataDir }, hint)
  }
}

/** Runs it here, on the stores that the environment names. @throws CodedError DATA_DIR_IN_USE while a service runs */
async function runHere(options: Options): Promise<Wire<BacktestReport>> {
  const { since, equipment, site } = options
  const what = asked(options)
  const config = readConfig()
  const lock = lockOrAsk(config.dataDir)
  const database = await openDatabase({ dataDir: config.dataDir, url: config.databaseUrl })
  try {
    const registry = await openRegistry(database, Date.now)
    const book = await openRuleBook({ database, catalogue: loadCatalogue(), ...registry, now: Date.now })
    const found = 'rule' in what ? await book.draft(what.rule) : book.inForce(what.code, SYSTEM)
    const store = await openTelemetryStore(config)
    const to = Date.now()
    const includes = (piece: { id: string; site: string }) =>
      (equipment === undefined || piece.id === equipment) && (site === undefined || piece.site === site)
    const query = { ...found, from: to - since * 1000, to, includes }
    const interrupted = new AbortController()
    process.once('SIGINT', () => interrupted.abort(new CodedError('BAD_REQUEST', undefined, 'Interrupted')))
    try {
      const needs = { database, store, catalogue: book.catalogue, ...registry }
      return toWire(await backtest(needs, query, { signal: interrupted.signal, onProgress: showProgress }))
    } finally {
      await store.close()
    }
  } finally {
    await database.close()
    await lock.close()
  }
}

async function runThere(options: Options): Promise<Wire<BacktestReport>> {
  const { since, equipment, site, url, token } = options
  if (token === undefined) throw new CodedError('BAD_REQUEST', undefined, '--url needs --token')
  const body = {
    ...asked(options),
    since: `${Math.round(since)}s`,
    ...(equipment && { equipment }),
    ...(site && { site }),
  }
  return await askBacktest({ url: url ?? '', token }, body, showProgress)
}

function inWords(report: Wire<BacktestReport>): string {
  const { code, equipment, readings, firings, perDay, tickets, faults, listed, unsupported, from, to, tookMs } = report
  return [
    `${code} on ${equipment} pieces of equipment, ${from} to ${to}: ${readings} readings in ${(tookMs / 1000).toFixed(1)} s`,
    `would have fired ${firings} times, ${perDay.toFixed(2)} a day`,
    `tickets: ${tickets.hits} met, ${tickets.misses} missed, ${tickets.extra} firings without one`,
    `faults:  ${faults.hits} met, ${faults.misses} missed, ${faults.extra} firings without one`,
    ...(unsupported.length > 0 ? [`not evaluated: ${unsupported.join(', ')}`] : []),
    ...listed.map(each => `  ${each.firedAt}  ${each.clearedAt ?? 'not cleared'}  ${each.equipment}`),
  ].join('\n')
}

/** `caretaker rules backtest`: what a rule would have found in stored telemetry. */
export function rulesBacktestCommand(): Command {
  return new Command('backtest')
    .description('run a rule over stored telemetry: when it would have fired, beside what was found')
    .option('--code <code>', 'a rule in force')
    .option('--rule <file>', 'a JSON file with a rule')
    .addOption(new Option('--since <duration>', 'how far back').argParser(parseDuration).default(30 * 86_400, '30d'))
    .option('--equipment <id>', 'only this piece of equipment')
    .option('--site <id>', 'only the equipment of this site')
    .option('--url <url>', 'ask a running service, such as http://127.0.0.1:8080')
    .option('--token <token>', 'an API token for it')
    .option('--json', 'print the report as JSON')
    .addHelpText('after', EPILOG)
    .action(async (options: Options) => {
      const report = await (options.url === undefined ? runHere(options) : runThere(options))
      say('\n')
      process.stdout.write(`${options.json ? JSON.stringify(report, undefined, 2) : inWords(report)}\n`)
    })
}
