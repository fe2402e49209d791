import { Command, Option } from 'commander'
import { makeSecret } from '#database/secrets.ts'
import { CodedError } from '#domain/errors.ts'
import { ROLES, type Role } from '#domain/people.ts'
import { type Accounts, createAccounts } from '../dashboard/server/auth/accounts.ts'
import { createSessions } from '../dashboard/server/auth/sessions.ts'
import { withOperations } from './openOperations.ts'

const withAccounts = (work: (accounts: Accounts) => Promise<void>) =>
  withOperations(database => work(createAccounts(database, Date.now, '')))

const print = (line: string) => process.stdout.write(`${line}\n`)

const list = new Command('list').description('list the people who may log in').action(() =>
  withAccounts(async accounts => {
    for (const { username, role, sites } of await accounts.list())
      print(`${username}\t${role}\t${sites.length === 0 ? 'every site' : sites.join(',')}`)
  }),
)

const add = new Command('add')
  .description('let somebody log in, and print the password made for them, which is shown once')
  .argument('<name>')
  .addOption(new Option('--role <role>', 'what they may do').choices(ROLES).default('viewer'))
  .option('--site <site...>', 'only these sites; otherwise every one', [])
  .action((username: string, { role, site }: { role: Role; site: string[] }) =>
    withAccounts(async accounts => {
      const password = makeSecret()
      await accounts.add({ username, password, role, sites: site })
      print(password)
    }),
  )

const password = new Command('password')
  .description('make a new password for somebody and print it; their log-ins end')
  .argument('<name>')
  .action((username: string) =>
    withAccounts(async accounts => {
      const made = makeSecret()
      await accounts.change(username, { password: made })
      print(made)
    }),
  )

const remove = new Command('remove')
  .description('end somebody’s access')
  .argument('<name>')
  .action((username: string) => withAccounts(accounts => accounts.remove(username)))

const token = new Command('token')
  .description('make an API token with somebody’s rights and print it, which is shown once')
  .argument('<name>')
  .requiredOption('--for <program>', 'what the token is for')
  .action((username: string, options: { for: string }) =>
    withOperations(async database => {
      const people = await createAccounts(database, Date.now, '').list()
      if (!people.some(person => person.username === username))
        throw new CodedError('NOT_FOUND', { username }, `There is no user ${username}`)
      print((await createSessions(database, Date.now).makeToken(username, options.for)).token)
    }),
  )

/** `caretaker user`: the people and programs that may use the dashboard and the API. The service may be running. */
export const userCommand = (): Command =>
  new Command('user')
    .description('add, list and remove users, passwords and API tokens')
    .addCommand(list)
    .addCommand(add)
    .addCommand(password)
    .addCommand(remove)
    .addCommand(token)
