import type { Page } from '#domain/page.ts'
import type { PeriodReport, PeriodReportHead } from '#domain/periodReport.ts'
import type { Reports } from '#domain/reports.ts'
import { besideTheWork } from '../besideTheWork.ts'
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
  const keeping = besideTheWork(needs, {
    work: signal => keepDue(needs, analytics, signal),
    everyMs: EVERY_MS,
    failed: 'the reports of ended periods could not be made yet',
  })
  return {
    list: query => listKept(needs, query),
    get: id => readKept(needs, id),
    keepDue: keeping.now,
    stop: keeping.stop,
  }
}
