import type { Database } from '#database/database.ts'
import { type Catalogue, loadCatalogue } from '#domain/catalogue.ts'
import type { NewRule } from '#domain/rules.ts'
import { openRuleBook } from '#rules'
import { needClass } from '../../rules/book/checkRule.ts'
import { newRule } from '../../rules/book/ruleDrafts.ts'
import { keepVersion } from '../../rules/book/ruleRows.ts'
import { onSqlite } from './operations/databases.ts'
import { benchRules } from './rulesBench.ts'

const ADMIN = { username: 'bench', role: 'admin', sites: [] } as const
const MADE = 10_000
const shipped = loadCatalogue()

/** A rule of its own about the first gauge of a class. */
function ruleOf(kind: string, i: number): NewRule {
  const metric = shipped.classes.get(kind)?.metrics.find(each => each.kind === 'gauge')?.name ?? ''
  const limit = { type: 'threshold', metric, op: '>', value: 50 + (i % 40), forS: 60 } as const
  const clear = { ...limit, op: '<', value: 10 } as const
  return { code: `OWN-${i}`, class: kind, name: `Rule ${i}`, name_zh: `规则 ${i}`, condition: limit, clear }
}

/** Rules of every class but lifts: the engine is measured on lifts. */
const kinds = [...shipped.classes.values()]
  .filter(entry => entry.code !== 'elevator' && entry.metrics.some(metric => metric.kind === 'gauge'))
  .map(entry => entry.code)

async function fill(database: Database): Promise<void> {
  for (let i = 0; i < MADE - 1; i++) {
    const asked = ruleOf(kinds[i % kinds.length] ?? '', i)
    const { kind, rule } = newRule(asked, needClass(shipped, asked.class))
    await keepVersion(database, {
      code: rule.code,
      class: kind,
      version: 1,
      hash: '',
      at: 0,
      by: 'b',
      reason: '',
      rule,
    })
  }
}

/** What a message of a lift takes, the best of three in turns, once all is warm. */
function ofLifts(catalogues: { without: Catalogue; with: Catalogue }) {
  const measure = (catalogue: Catalogue) =>
    benchRules({ catalogue, only: 'elevator', rounds: 100 }).microsecondsPerMessage
  const [, ...turns] = Array.from({ length: 4 }, () => [measure(catalogues.without), measure(catalogues.with)] as const)
  return { without: Math.min(...turns.map(([one]) => one)), with: Math.min(...turns.map(([, one]) => one)) }
}

async function timed<T>(work: () => T | Promise<T>): Promise<{ ms: number; value: T }> {
  const start = performance.now()
  const value = await work()
  return { ms: Math.round((performance.now() - start) * 10) / 10, value }
}

/** What 10,000 rules of people's own cost: opening the book, listing, adding one, and readings of equipment that they are not for. */
export const ruleBookBench = () => onSqlite(measure)

async function measure(database: Database) {
  const nothing = () => undefined
  const open = () => openRuleBook({ database, catalogue: shipped, site: nothing, equipment: nothing, now: Date.now })
  const empty = await timed(open)
  await fill(database)
  const opened = await timed(open)
  const book = opened.value
  const list = await timed(() => book.list(ADMIN))
  const read = () => list.value.map(({ code }) => book.get(code, ADMIN))
  const first = await timed(read)
  const again = await timed(read)
  const added = await timed(() => book.add(ruleOf(kinds[0] ?? '', MADE), ADMIN))
  const afterChange = await timed(read)
  const catalogues = { without: empty.value.catalogue, with: book.catalogue }
  return {
    rules: list.value.length,
    openEmptyMs: empty.ms,
    openMs: opened.ms,
    listMs: list.ms,
    readAllFirstMs: first.ms,
    readAllMs: again.ms,
    readAllAfterChangeMs: afterChange.ms,
    addMs: added.ms,
    microsecondsAMessage: ofLifts(catalogues),
  }
}
