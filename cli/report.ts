import { writeFile } from 'node:fs/promises'
import { Command, Option } from 'commander'
import type { Database } from '#database/database.ts'
import { openRegistry } from '#database/registry.ts'
import { type Catalogue, loadCatalogue } from '#domain/catalogue.ts'
import { DEFAULT_ZONE } from '#domain/equipment.ts'
import { CodedError } from '#domain/errors.ts'
import { catalogueNames } from '#domain/explain/catalogueNames.ts'
import { LANGUAGES, type Language } from '#domain/explain/language.ts'
import { summaryDocument } from '#domain/explain/summary/summaryDocument.ts'
import { DOCUMENT_FORMATS, type DocumentFormat, formatSummary } from '#domain/explain/summary/summaryFormats.ts'
import { silentLog } from '#domain/log.ts'
import type { PeriodReport } from '#domain/periodReport.ts'
import { lastEnded, PERIOD_KINDS, type PeriodKind } from '#domain/periods.ts'
import { wallClock } from '#domain/time.ts'
import { toWire } from '#domain/wire.ts'
import { makePeriodReport } from '#maintenance'
import { openRuleBook } from '#rules'
import { withOperations } from './openOperations.ts'

interface Options {
  period: PeriodKind
  of?: string
  site?: string
  format: DocumentFormat | 'json'
  lang: Language
  out?: string
}

const EPILOG = `
Reads the operations database that the environment names; the service may be running meanwhile.
Reports of ended periods are also kept by the service, as they were made then: Analytics → Reports.

  caretaker report --period month --of 2026-10 --format md
  caretaker report --period quarter --site riverside --format html --lang en --out report.html`

/** What nothing of a report asks for: no rules run here, and no device is heard. */
const DEAF = {
  observed: async () => ({ values: new Map() }),
  unknownMetrics: async () => ['*'],
  resetFault: async () => 'unknown' as const,
  dataDir: '',
}

async function readReport(database: Database, { period: kind, of, site }: Options) {
  const clock = wallClock()
  const registry = await openRegistry(database, clock.now)
  const { catalogue } = await openRuleBook({ database, catalogue: loadCatalogue(), ...registry, now: clock.now })
  const zone = registry.site(site ?? '')?.timezone ?? DEFAULT_ZONE
  const query = { ...(of === undefined ? lastEnded(kind, clock.now(), zone) : { kind, of }), site }
  const needs = { ...DEAF, ...registry, database, catalogue, clock, log: silentLog }
  return { catalogue, report: await makePeriodReport(needs, query) }
}

const written = (report: PeriodReport, catalogue: Catalogue, { format, lang }: Options): string =>
  format === 'json'
    ? `${JSON.stringify(toWire(report), undefined, 2)}\n`
    : formatSummary(summaryDocument(report, lang, catalogueNames(catalogue, lang)), format)

async function hand(text: string, out: string | undefined): Promise<void> {
  if (out === undefined) return void process.stdout.write(text)
  await writeFile(out, text).catch((error: Error) => {
    throw new CodedError('BAD_REQUEST', { out }, `${out} cannot be written: ${error.message}`)
  })
}

/** `caretaker report`: the summary of a month, quarter or year, the period before beside it. */
export const reportCommand = (): Command =>
  new Command('report')
    .description('the summary of a month, quarter or year: reliability, promises, repairs, parts, satisfaction')
    .addOption(new Option('--period <period>', 'how long').choices(PERIOD_KINDS).default('month'))
    .option('--of <of>', 'which, such as 2026-10, 2026-Q4 or 2026; the last that has ended when left out')
    .option('--site <site>', 'only this site; otherwise all')
    .addOption(new Option('--format <format>', 'as what').choices([...DOCUMENT_FORMATS, 'json']).default('md'))
    .addOption(new Option('--lang <lang>', 'in which language').choices(LANGUAGES).default('zh'))
    .option('--out <file>', 'into this file; otherwise it is printed')
    .addHelpText('after', EPILOG)
    .action(async (options: Options) => {
      const { report, catalogue } = await withOperations(database => readReport(database, options))
      await hand(written(report, catalogue, options), options.out)
    })
