import type { Page } from '#domain/page.ts'
import type { PeriodReport, PeriodReportHead } from '#domain/periodReport.ts'
import type { Reports } from '#domain/reports.ts'
import type { Workshop } from '../needs.ts'
import { keepDue } from './keepDue.ts'
import { type KeptQuery, listKept, readKept } from './keptReports.ts'

/** Summaries of months, quarters and years (service practice D1). */
export interface Summaries {
  /** Those that are kept, the newest first. @throws CodedError BAD_REQUEST for a cursor of another list */
  list(query: KeptQuery): Promise<Page<PeriodReportHead>>
  /** One as it was made then. */
  get(id: string): Promise<PeriodReport | undefined>
  /** Makes and keeps at once what is due; a running stage does so by itself. */
  keepDue(): Promise<void>
  stop(): Promise<void>
}

const EVERY_MS = 60_000

export function startSummaries(needs: Workshop, analytics: Reports): Summaries {
  const ending = new AbortController()
  let running = Promise.resolve()
  const keep = () => {
    const next = running.then(() => keepDue(needs, analytics, ending.signal))
    running = next.catch(() => undefined)
    return next
  }
  const look = () =>
    void keep().catch((err: unknown) => needs.log.warn({ err }, 'the reports of ended periods could not be made yet'))
  const timer = setInterval(look, needs.sweepMs ?? EVERY_MS)
  if (needs.sweepMs === undefined) look()
  return {
    list: query => listKept(needs, query),
    get: id => readKept(needs, id),
    keepDue: keep,
    stop: async () => {
      ending.abort()
      clearInterval(timer)
      await running
    },
  }
}
