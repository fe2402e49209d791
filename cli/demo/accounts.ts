import type { Database } from '#database/database.ts'
import type { Role } from '#domain/people.ts'
import { createAccounts } from '../../dashboard/server/auth/accounts.ts'

interface DemoAccount {
  username: string
  role: Role
  sites?: string[]
  /** What they do, in both languages. */
  work: string
}

/** One log-in for each who works with it; who keeps the store and who sits at the desk have a dispatcher's rights. */
export const ACCOUNTS: readonly DemoAccount[] = [
  { username: 'manager', role: 'admin', work: 'service manager 服务经理' },
  { username: 'desk', role: 'dispatcher', work: 'service desk 客服' },
  {
    username: 'dispatcher',
    role: 'dispatcher',
    sites: ['jinxiu-1', 'jinxiu-2'],
    work: 'dispatcher of two sites 两个小区的调度',
  },
  { username: 'storekeeper', role: 'dispatcher', work: 'storekeeper 仓库管理员' },
  { username: 'zhang-wei', role: 'technician', work: 'lift technician 电梯维修工' },
  { username: 'committee', role: 'viewer', work: 'reads only 只读（业委会）' },
]

/** Lets everybody of the demo log in with this run's password; who is there already gets it too. */
export async function seedAccounts(database: Database, { password, now }: { password: string; now: number }) {
  const accounts = createAccounts(database, () => now, '')
  const known = new Set((await accounts.list()).map(({ username }) => username))
  await Promise.all(
    ACCOUNTS.map(({ username, role, sites = [] }) =>
      known.has(username)
        ? accounts.change(username, { password, role, sites })
        : accounts.add({ username, password, role, sites }),
    ),
  )
}
