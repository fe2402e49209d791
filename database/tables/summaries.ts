import type { PeriodKind } from '#domain/periods.ts'

/** What is added up of a day and of a period, and kept. Conventions: `Tables`. */
export interface SummaryTables {
  /** Of the day that begins at `day_at` at the equipment's site: samples that should have come, and those of them that did. */
  sample_count: { equipment: string; day_at: number; expected: number; received: number; counted_at: number }
  /** The same of all equipment of a site, class and model together; `model` is empty where none is known. */
  sample_day: { day_at: number; site: string; class: string; model: string; expected: number; received: number }
  /** The report of a period as it was made then, as JSON; `site` is empty where it is of all. */
  kept_report: {
    id: string
    period: PeriodKind
    /** `2026-10`, `2026-Q4`, `2026`. */
    of: string
    site: string
    from_at: number
    to_at: number
    made_at: number
    content: string
  }
}
