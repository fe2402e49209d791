import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import type { Logger } from 'pino'
import { type Config, readConfig } from '#config'
import { makeSecret } from '#database/secrets.ts'
import { CodedError } from '#domain/errors.ts'
import { wallClock } from '#domain/time.ts'
import { type Service, startService } from '#main'
import { ACCOUNTS, seedAccounts } from './demo/accounts.ts'
import { refuseOthers } from './demo/refuseOthers.ts'
import { seedDemo } from './demo/seed.ts'
import { startDemo } from './demo/start.ts'
import { makeLogger } from './logger.ts'
import { stopSignal, untilSignal } from './untilSignal.ts'

const lineOf = ({ username, work }: Pick<(typeof ACCOUNTS)[number], 'username' | 'work'>) =>
  `    ${username.padEnd(12)} ${work}`

const banner = (service: Service, password: string): string => `
  Caretaker demo: three buildings, simulated. 演示：三栋楼的模拟设备。

    http://${service.host}:${service.http}/
    password 密码  ${password}   (for each of these 以下用户通用)
${[{ username: 'admin', work: 'administrator 管理员' }, ...ACCOUNTS].map(lineOf).join('\n')}

  The first faults and their tickets appear within a minute. Ctrl+C ends it.
  一分钟内会出现首批故障与工单。按 Ctrl+C 结束。

`

/** Where the demo keeps everything: where the caller says, otherwise in a folder of its own that goes away with it. */
function placeFor(dataDir: string | undefined): { config: Config; clear(): Promise<void> } {
  const own = join(tmpdir(), `caretaker-demo-${randomUUID()}`)
  const read = readConfig(undefined, { LOG_LEVEL: 'warn', DATA_DIR: own })
  const config = { ...read, dataDir: dataDir ?? read.dataDir }
  const clear = async () => {
    if (config.dataDir === own) await rm(own, { recursive: true, force: true })
  }
  return { config, clear }
}

async function runDemo(config: Config, log: Logger): Promise<Service> {
  if (config.mqttUrl !== undefined)
    throw new CodedError('CONFIG_INVALID', undefined, 'The demo brings its own broker: unset MQTT_URL')
  await refuseOthers(config)
  const password = config.adminPassword ?? makeSecret().slice(0, 12)
  const service = await startService({ ...config, adminPassword: password }, { log, clock: wallClock() })
  const { database, registry, maintenance } = service
  const { gateways } = await seedDemo({ database, registry, maintenance, now: Date.now() })
  await seedAccounts(database, { password, now: Date.now() })
  const demo = await startDemo({ mqttUrl: `mqtt://${service.host}:${service.mqtt}`, gateways, log })
  process.stdout.write(`${JSON.stringify({ event: 'ready', http: service.http, mqtt: service.mqtt })}\n`)
  process.stdout.write(banner(service, password))
  return {
    ...service,
    stop: async () => {
      await demo.stop()
      await service.stop()
    },
  }
}

/** `caretaker demo`: the service with a simulated estate; the environment applies as for `serve`. */
export function demoCommand(): Command {
  return new Command('demo')
    .description('run the service with a simulated estate of three buildings')
    .option('--data-dir <folder>', 'keep the demo there, before DATA_DIR; without either it is thrown away at the end')
    .action(async (options: { dataDir?: string }) => {
      const asked = stopSignal()
      const { config, clear } = placeFor(options.dataDir)
      const log = makeLogger(config)
      const service = await runDemo(config, log).catch(async error => {
        await clear()
        throw error
      })
      const stop = async () => {
        await service.stop()
        await clear()
      }
      await untilSignal(asked, stop, log)
    })
}
