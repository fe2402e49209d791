import { type RawBuilder, sql } from 'kysely'
import type { ReportQuery, TechnicianRow, TechniciansReport } from '#domain/reports.ts'
import { markIs } from './figures/figuresWhere.ts'
import { answersFrom, SCORE_SUM } from './figures/scores.ts'
import { ALL, countIf, figures, HOUR, known, type ReportNeeds, rate, scopeOf } from './figures/sums.ts'

const PLACES = ['technician', 'second'] as const
const COUNTED = [
  'fixed',
  'firstTime',
  'reopened',
  'arrived',
  'proven',
  'answered',
  'score',
  'labour',
  'repair',
  'restored',
] as const
type Sum = Record<(typeof COUNTED)[number], number>

/** What was repaired, by who led and by who went along. */
async function readFixed(needs: ReportNeeds, query: ReportQuery, place: (typeof PLACES)[number]) {
  const is = (mark: 'firstTime' | 'reopened' | 'fixedArrived' | 'fixedProven') => countIf(markIs(mark, needs.policy))
  const handed = (counted: RawBuilder<number>) =>
    sql<number>`sum(case when f.handed_at is not null then ${counted} else 0 end)`
  return await figures(needs, { ...query, when: 'repaired', is: 'fixed' })
    .where(`f.${place}`, 'is not', null)
    .select([
      `f.${place} as person`,
      ALL.as('fixed'),
      is('firstTime').as('firstTime'),
      is('reopened').as('reopened'),
      is('fixedArrived').as('arrived'),
      is('fixedProven').as('proven'),
      handed(answersFrom(1)).as('answered'),
      handed(SCORE_SUM).as('score'),
      sql<number>`sum(coalesce(f.labour_min, 0))`.as('labour'),
      sql<number>`sum(coalesce(f.repair, 0))`.as('repair'),
      sql<number>`count(f.repair)`.as('restored'),
    ])
    .groupBy(`f.${place}`)
    .execute()
}

/** What is open now, whenever it was opened; proposed to somebody counts like theirs, as it does for the next proposal. */
async function readOpen(needs: ReportNeeds, query: ReportQuery, place: (typeof PLACES)[number]) {
  return await needs.database.reader
    .selectFrom('ticket')
    .innerJoin('ticket_figure as f', 'f.ticket', 'ticket.id')
    .where(sql<boolean>`ticket.status not in ('closed', 'cancelled')`)
    .where(`ticket.${place}`, 'is not', null)
    .$if(query.site !== undefined, q => q.where('f.site', '=', query.site ?? ''))
    .$if(query.class !== undefined, q => q.where('f.class', '=', query.class ?? ''))
    .$if(query.model !== undefined, q => q.where('f.model', '=', query.model ?? ''))
    .select([`ticket.${place} as person`, ALL.as('open')])
    .groupBy(`ticket.${place}`)
    .execute()
}

/** One sum a person of rows that each name one. */
function perPerson<K extends string>(
  rows: readonly ({ person: string | null } & Record<K, number>)[],
  keys: readonly K[],
): Map<string, Record<K, number>> {
  const sums = [...Map.groupBy(rows, row => row.person ?? '')].map(([person, own]) => {
    const sum = (key: K) => own.reduce((all, row) => all + Number(row[key]), 0)
    return [person, Object.fromEntries(keys.map(key => [key, sum(key)])) as Record<K, number>] as const
  })
  return new Map(sums)
}

function toRow(query: ReportQuery, technician: string, open: number, row: Sum | undefined): TechnicianRow {
  const of = (key: keyof Sum) => row?.[key] ?? 0
  const done = { ...query, when: 'repaired', technician } as const
  return {
    technician,
    open: { count: open, filter: { ...scopeOf(query), technician, open: true } },
    fixed: { count: of('fixed'), filter: { ...done, is: 'fixed' } },
    firstTime: { count: of('firstTime'), filter: { ...done, is: 'firstTime' } },
    reopened: { count: of('reopened'), filter: { ...done, is: 'reopened' } },
    labourHours: of('labour') / 60,
    arrived: { count: of('arrived'), filter: { ...done, is: 'fixedArrived' } },
    proven: { count: of('proven'), filter: { ...done, is: 'fixedProven' } },
    answered: { count: of('answered'), filter: { ...done, is: 'fixedAnswered' } },
    ...known({
      meanRepairHours: rate(of('repair') / HOUR, of('restored')),
      meanScore: rate(of('score'), of('answered')),
    }),
  }
}

/**
 * Load and quality of each technician: the tickets that are theirs now, and the repairs of the period. A ticket of two
 * counts for each of them, with its whole time.
 */
export async function techniciansReport(needs: ReportNeeds, query: ReportQuery): Promise<TechniciansReport> {
  const [fixed, open] = await Promise.all([
    Promise.all(PLACES.map(place => readFixed(needs, query, place))).then(rows => perPerson(rows.flat(), COUNTED)),
    Promise.all(PLACES.map(place => readOpen(needs, query, place))).then(rows => perPerson(rows.flat(), ['open'])),
  ])
  const names = new Set([...open.keys(), ...fixed.keys()])
  const technicians = [...names].map(name => toRow(query, name, open.get(name)?.open ?? 0, fixed.get(name)))
  return {
    query,
    technicians: technicians.sort((a, b) => b.fixed.count - a.fixed.count || (a.technician < b.technician ? -1 : 1)),
  }
}
