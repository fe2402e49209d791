import { Command } from 'commander'
import { openRegistry } from '#database/registry.ts'
import { withOperations } from './openOperations.ts'

const add = new Command('add')
  .description('register a gateway and print its password, which is shown once')
  .argument('<id>', 'the gateway: its MQTT client id and user name')
  .requiredOption('--site <site>', 'the site it belongs to')
  .action((id: string, { site }: { site: string }) =>
    withOperations(async database => {
      const registry = await openRegistry(database, Date.now)
      const { password } = await registry.addGateway({ id, site })
      process.stdout.write(`${password}\n`)
    }),
  )

const list = new Command('list').description('list the gateways').action(() =>
  withOperations(async database => {
    const registry = await openRegistry(database, Date.now)
    for (const { id, site, online, lastSeen } of registry.gateways()) {
      const seen =
        lastSeen === undefined
          ? 'never seen'
          : `${online ? 'online' : 'offline'} since ${new Date(lastSeen).toISOString()}`
      process.stdout.write(`${id}\t${site}\t${seen}\n`)
    }
  }),
)

/** `caretaker gateway`: the gateways that may connect. A running service learns of a new one within a second. */
export const gatewayCommand = (): Command =>
  new Command('gateway').description('add and list gateways').addCommand(add).addCommand(list)
