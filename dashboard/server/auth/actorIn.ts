import type { Selectable } from 'kysely'
import type { Tables } from '#database/tables.ts'
import type { Actor } from '#domain/people.ts'

/** Of the account that a credential is joined with. */
export const actorColumns = ['account.username', 'account.role', 'account.sites'] as const

/** Who acts, as a row of their account says it. */
export const actorIn = ({
  username,
  role,
  sites,
}: Pick<Selectable<Tables['account']>, 'username' | 'role' | 'sites'>): Actor => ({
  username,
  role,
  sites: JSON.parse(sites),
})
