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
  }
  plan_visit_equipment: { visit: string; equipment: string }
  /** From which day a plan's next due day of a piece of equipment counts; `done` 0: that visit was given up. */
  plan_clock: { equipment: string; plan: string; from_day: string; done: number; visit: string | null }
}
