import { Type } from 'typebox'
import type { Registry } from '#database/registry.ts'
import { CodedError } from '#domain/errors.ts'
import { ROLES } from '#domain/people.ts'
import { toWire } from '#domain/wire.ts'
import type { Account, Accounts } from '../auth/accounts.ts'
import type { Api } from '../http/api.ts'
import { Id, PageOf, strict } from '../views/common.ts'
import { AccountView } from '../views/people.ts'

export interface UserNeeds {
  accounts: Accounts
  registry: Registry
  recheckLive(): Promise<void>
}

/** Length is what makes a password hard to guess (NIST SP 800-63B §5.1.1.2). */
const Password = Type.String({ minLength: 8, maxLength: 200 })
const Sites = Type.Array(Id, { maxItems: 1000, uniqueItems: true, description: 'Empty: every site' })
const Role = Type.Enum([...ROLES])
const UserPath = Type.Object({ username: Id })
const NewUser = strict(
  { username: Id, password: Password, role: Role, sites: Type.Optional(Sites) },
  { $id: 'NewUser' },
)
const UserChange = strict(
  { password: Type.Optional(Password), role: Type.Optional(Role), sites: Type.Optional(Sites) },
  { $id: 'UserChange', minProperties: 1 },
)

function needSites(registry: Registry, sites: readonly string[] = []): void {
  const unknown = sites.find(site => !registry.site(site))
  if (unknown !== undefined) throw new CodedError('UNKNOWN_SITE', { site: unknown })
}

const view = (account: Account) => toWire({ ...account, sites: [...account.sites] })

/** Who may log in. A change ends what the person has open, so that it counts at once. */
export function userRoutes(app: Api, { accounts, registry, recheckLive }: UserNeeds): void {
  app.get('/api/users', { schema: { tags: ['people'], response: { 200: PageOf(AccountView) } } }, async () => ({
    items: (await accounts.list()).map(view),
  }))

  app.post(
    '/api/users',
    { schema: { tags: ['people'], body: NewUser, response: { 201: AccountView } } },
    async (request, reply) => {
      needSites(registry, request.body.sites)
      return reply.status(201).send(view(await accounts.add(request.body)))
    },
  )

  app.patch(
    '/api/users/:username',
    { schema: { tags: ['people'], params: UserPath, body: UserChange, response: { 200: AccountView } } },
    async request => {
      needSites(registry, request.body.sites)
      const changed = await accounts.change(request.params.username, request.body)
      await recheckLive()
      return view(changed)
    },
  )

  app.delete(
    '/api/users/:username',
    { schema: { tags: ['people'], params: UserPath, response: { 204: Type.Null() } } },
    async (request, reply) => {
      await accounts.remove(request.params.username)
      await recheckLive()
      return reply.status(204).send(null)
    },
  )
}
