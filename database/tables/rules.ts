/** Rules as data. Conventions: `Tables`. */
export interface RuleTables {
  /** Each version of a rule that a person made or changed; without `rule` the catalogue's own is in force. */
  rule_version: {
    code: string
    version: number
    class: string
    rule: string | null
    hash: string
    at: number
    by: string
    reason: string
  }
  /** How many tickets a rule opened on a day (Asia/Shanghai), and how many its budget held back. */
  rule_day: { code: string; day: string; opened: number; withheld: number }
  /** What a rule in shadow mode found. */
  shadow_fault: {
    id: string
    equipment: string
    site: string
    class: string
    code: string
    fired_at: number
    resolved_at: number | null
    evidence: string
  }
}
