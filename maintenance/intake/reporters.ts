import type { Kysely } from 'kysely'
import type { Tables } from '#database/tables.ts'
import type { ReportRow } from './reportByToken.ts'

/** Somebody who can be reached, and the reports that are theirs. */
export interface Reporter {
  /** The first of them, by which they are known. */
  report: string
  /** Oldest first. */
  reports: readonly ReportRow[]
}

/** Who reported a ticket. */
interface Reporters {
  /** Each with another contact, as they reported first. */
  known: readonly Reporter[]
  /** Somebody left nothing by which to be reached. */
  unknown: boolean
  /** The last one of whoever left anything, be it a name alone. */
  latest: ReportRow | undefined
}

/** What somebody left last. */
export const lastOf = ({ reports }: Reporter): ReportRow => reports.at(-1) as ReportRow

const NOBODY: Reporters = { known: [], unknown: false, latest: undefined }

/** A number without its country, however it is written. */
const digits = (phone: string | null): string | undefined => phone?.replace(/\D/g, '').slice(-11)

const ways = ({ contact_phone: phone, contact_email: email }: ReportRow): string[] =>
  [digits(phone), email?.toLowerCase()].filter(way => way !== undefined && way !== '') as string[]

function groupBySame(reports: readonly ReportRow[]): ReportRow[][] {
  let groups: ReportRow[][] = []
  for (const report of reports) {
    const mine = ways(report)
    const same = groups.filter(group => group.some(other => ways(other).some(way => mine.includes(way))))
    groups = [...groups.filter(group => !same.includes(group)), [...same.flat(), report]]
  }
  return groups.toSorted((a, b) => reports.indexOf(a[0] as ReportRow) - reports.indexOf(b[0] as ReportRow))
}

/** Who reported each ticket; a number or an address that is left twice is one person. */
export async function reportersOf(db: Kysely<Tables>, tickets: readonly string[]): Promise<Map<string, Reporters>> {
  if (tickets.length === 0) return new Map()
  const rows = await db
    .selectFrom('report')
    .selectAll()
    .where('ticket', 'in', tickets)
    .orderBy('at')
    .orderBy('id')
    .execute()
  const told = Map.groupBy(rows, row => row.ticket)
  return new Map([...told].map(([ticket, reports]) => [ticket, split(reports)]))
}

function split(reports: readonly ReportRow[]): Reporters {
  const reached = reports.filter(report => ways(report).length > 0)
  const known = groupBySame(reached).map(group => ({ report: group[0]?.id ?? '', reports: group }))
  const latest = reports.findLast(report => report.contact_name !== null || ways(report).length > 0)
  return { known, unknown: reached.length < reports.length, latest }
}

export const reportersOfOne = async (db: Kysely<Tables>, ticket: string): Promise<Reporters> =>
  (await reportersOf(db, [ticket])).get(ticket) ?? NOBODY
