import type { Language } from '#domain/explain/language.ts'
import type { Role } from '#domain/people.ts'

/** Who may log in. Conventions: `Tables`. */
export interface AccessTables {
  account: { username: string; password_hash: string; role: Role; sites: string; created_at: number }
  login: { token_hash: string; username: string; created_at: number; expires_at: number }
  /** Wrong labels of late: when, as JSON, by whom, as a hash. */
  label_attempt: { who: string; tried_at: string; last_at: number }
  api_token: { token_hash: string; username: string; name: string; created_at: number; last_used_at: number | null }
  /** A secret address of a calendar: of a site, of who goes to visits, or of both. */
  calendar_link: {
    id: string
    token_hash: string
    username: string
    site: string | null
    technician: string | null
    lang: Language
    created_at: number
    last_used_at: number | null
  }
}
