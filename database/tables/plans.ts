/** Preventive maintenance. Conventions: `Tables`. */
export interface PlanTables {
  /** A version that people made of a plan: its terms as JSON. */
  plan_version: { code: string; version: number; terms: string; at: number; by: string; reason: string | null }
  plan_visit: {
    id: string
    plan: string
    /** JSON: the version of the plan and of each that it includes. */
    versions: string
    site: string
    /** The equipment, or empty for a visit to a whole site. */
    subject: string
    /** YYYY-MM-DD at the site. */
    due_day: string
    /** When the due window ends. */
    latest_at: number
    est_min: number
    /** How many lines its checklist has. */
    items: number
    /** null: a visit of before, of which somebody told. */
    ticket: string | null
    opened_at: number
    done_at: number | null
    /** When it was given up. */
    missed_at: number | null
    /** JSON: of a visit of before, who told of it, which equipment they named, and their note. */
    told: string | null
  }
  plan_visit_equipment: { visit: string; equipment: string }
  /** From which day a plan's next due day of a piece of equipment counts; `done` 0: that visit was given up. */
  plan_clock: { equipment: string; plan: string; from_day: string; done: number; visit: string | null }
  /** When a plan is due next at a subject; what the list of what is due is read from. Follows from clocks, plans and the registry. */
  plan_due: {
    site: string
    plan: string
    /** The equipment, or empty where one visit is for the whole site. */
    subject: string
    /** The subject's; empty for a whole site. */
    class: string
    /** The equipment for which it is due first. */
    first: string
    pieces: number
    due_day: string
    window_start: string
    window_end: string
  }
  /** A visit that is foreseen and not opened; kept like `plan_due`. */
  plan_ahead: { site: string; plan: string; subject: string; due_day: string }
  /** From what the lines of a site were counted; empty where something has changed since. */
  plan_due_site: { site: string; counted_from: string }
  /** An answer in one of its versions; the one without `replaced_at` holds. */
  plan_answer: {
    visit: string
    /** What it is about; the place that stands for the site where an item is answered once for all. */
    equipment: string
    item: string
    version: number
    outcome: 'ok' | 'notOk' | 'na'
    value: number | null
    reason: string | null
    note: string | null
    /** JSON: the numbers of the ticket's photos that show it. */
    photos: string
    /** 1: what was not ok was mended on the spot. */
    mended: number
    /** The ticket that follows from what was not ok. */
    ticket: string | null
    /** The fault that a failed test on demand is. */
    demand_of: string | null
    at: number
    by: string
    replaced_at: number | null
  }
}
