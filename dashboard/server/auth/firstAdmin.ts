import { makeSecret } from '#database/secrets.ts'
import type { Accounts } from './accounts.ts'

const ADMIN = 'admin'

/**
 * Sees to it that somebody can log in: sets the given password of `admin`, or makes `admin` with a password of its own
 * when there is no account at all.
 */
export async function ensureAdmin(
  accounts: Accounts,
  { password, onMade }: { password?: string | undefined; onMade?: ((password: string) => void) | undefined },
): Promise<void> {
  if (password !== undefined) {
    if (await accounts.verify(ADMIN, password)) return
    const known = (await accounts.list()).some(account => account.username === ADMIN)
    if (known) await accounts.change(ADMIN, { password, role: 'admin', sites: [] })
    else await accounts.add({ username: ADMIN, password, role: 'admin' })
    return
  }
  if ((await accounts.count()) > 0) return
  const made = makeSecret()
  await accounts.add({ username: ADMIN, password: made, role: 'admin' })
  onMade?.(made)
}
