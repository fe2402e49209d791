import { readFileSync } from 'node:fs'
import { Command, Option } from 'commander'
import { readConfig } from '#config'
import { openDatabase } from '#database/database.ts'
import { lockDataDir } from '#database/dataDirLock.ts'
import { openRegistry } from '#database/registry.ts'
import type { BacktestProgress } from '#domain/backtest.ts'
import { loadCatalogue } from '#domain/catalogue.ts'
import { CodedError } from '#domain/errors.ts'
import { SYSTEM } from '#domain/people.ts'
import type { NewRule } from '#domain/rules.ts'
import { toWire } from '#domain/wire.ts'
import { openTelemetryStore } from '#ingest'
import { backtest, backtestAll, openRuleBook, type RuleBook } from '#rules'
import { parseDuration } from '../duration.ts'
import { askBacktest } from './askBacktest.ts'
import { type BacktestAnswer, backtestWords } from './backtestWords.ts'

interface Options {
  rule?: string
  code?: string
  class?: string
  since: number
  equipment?: string
  site?: string
  url?: string
  token?: string
  json?: true
}

const EPILOG = `
Plays all rules in force; with --class those of one class, with --code one of them, with --rule one of a JSON file:
{ code, class, name, condition, clear }.
While the service runs, its embedded telemetry is its own: give --url and --token (caretaker user token), and the
service does the work.

  caretaker rules backtest --since 30d
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

type Asked = { rule: NewRule } | { code: string } | { class: string } | Record<string, never>

/** @throws CodedError BAD_REQUEST */
function asked({ rule, code, class: kind }: Options): Asked {
  if ([rule, code, kind].filter(given => given !== undefined).length > 1)
    throw new CodedError('BAD_REQUEST', undefined, 'Give one of --code, --rule and --class, or none')
  if (rule !== undefined) return { rule: readRule(rule) }
  if (code !== undefined) return { code }
  return kind === undefined ? {} : { class: kind }
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

type Needs = Parameters<typeof backtest>[0]
type Range = Parameters<typeof backtestAll>[2]

/** @throws CodedError UNKNOWN_CLASS and others */
async function play(what: Asked, book: RuleBook, needs: Needs, range: Range): Promise<BacktestAnswer> {
  const interrupted = new AbortController()
  const interrupt = () => interrupted.abort(new CodedError('BAD_REQUEST', undefined, 'Interrupted'))
  process.once('SIGINT', interrupt)
  try {
    return await playUntil(interrupted.signal, what, book, needs, range)
  } finally {
    process.off('SIGINT', interrupt)
  }
}

async function playUntil(
  signal: AbortSignal,
  what: Asked,
  book: RuleBook,
  needs: Needs,
  range: Range,
): Promise<BacktestAnswer> {
  const options = { signal, onProgress: showProgress }
  if ('rule' in what) return toWire(await backtest(needs, { ...(await book.draft(what.rule)), ...range }, options))
  if ('code' in what) return toWire(await backtest(needs, { ...book.inForce(what.code, SYSTEM), ...range }, options))
  const tried = book.allInForce(SYSTEM, 'class' in what ? what.class : undefined)
  return toWire(await backtestAll(needs, tried, range, options))
}

/** Runs it here, on the stores that the environment names. @throws CodedError DATA_DIR_IN_USE while a service runs */
async function runHere(options: Options): Promise<BacktestAnswer> {
  const { since, equipment, site } = options
  const what = asked(options)
  const config = readConfig()
  const lock = lockOrAsk(config.dataDir)
  const database = await openDatabase({ dataDir: config.dataDir, url: config.databaseUrl })
  try {
    const registry = await openRegistry(database, Date.now)
    const book = await openRuleBook({ database, catalogue: loadCatalogue(), ...registry, now: Date.now })
    const store = await openTelemetryStore(config)
    const to = Date.now()
    const includes = (piece: { id: string; site: string }) =>
      (equipment === undefined || piece.id === equipment) && (site === undefined || piece.site === site)
    const needs = { database, store, catalogue: book.catalogue, ...registry }
    return await play(what, book, needs, { from: to - since * 1000, to, includes }).finally(() => store.close())
  } finally {
    await database.close()
    await lock.close()
  }
}

async function runThere(options: Options): Promise<BacktestAnswer> {
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

/** `caretaker rules backtest`: what rules would have found in stored telemetry. */
export function rulesBacktestCommand(): Command {
  return new Command('backtest')
    .description('run rules over stored telemetry: when they would have fired, beside what was found')
    .option('--code <code>', 'a rule in force')
    .option('--rule <file>', 'a JSON file with a rule')
    .addOption(new Option('--since <duration>', 'how far back').argParser(parseDuration).default(30 * 86_400, '30d'))
    .option('--class <class>', 'all rules of this class')
    .option('--equipment <id>', 'only this piece of equipment')
    .option('--site <id>', 'only the equipment of this site')
    .option('--url <url>', 'ask a running service, such as http://127.0.0.1:8080')
    .option('--token <token>', 'an API token for it')
    .option('--json', 'print the report as JSON')
    .addHelpText('after', EPILOG)
    .action(async (options: Options) => {
      const report = await (options.url === undefined ? runHere(options) : runThere(options))
      say('\n')
      process.stdout.write(`${options.json ? JSON.stringify(report, undefined, 2) : backtestWords(report)}\n`)
    })
}
