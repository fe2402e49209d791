import { Command, Option } from 'commander'
import { readConfig } from '#config'
import { telemetryClock, wallClock } from '#domain/time.ts'
import { startService } from '#main'
import { makeLogger } from './logger.ts'
import { stopSignal, untilSignal } from './untilSignal.ts'

const EPILOG = `
Listens on HOST:HTTP_PORT (dashboard, API, Socket.IO, MQTT over WebSocket) and HOST:MQTT_PORT (MQTT).
Settings come from the environment: see .env.example. On the first start without ADMIN_PASSWORD a password
for the administrator "admin" is made and printed once.`

/** `caretaker serve`: the whole service in one process. */
export function serveCommand(): Command {
  return new Command('serve')
    .description('run the service')
    .addOption(
      new Option(
        '--clock <clock>',
        'what the rules and service levels take for now: "telemetry" follows a replayed recording',
      )
        .choices(['wall', 'telemetry'])
        .default('wall'),
    )
    .addHelpText('after', EPILOG)
    .action(async ({ clock }: { clock: 'wall' | 'telemetry' }) => {
      const asked = stopSignal()
      const config = readConfig()
      const log = makeLogger(config)
      const service = await startService(config, {
        log,
        clock: clock === 'telemetry' ? telemetryClock() : wallClock(),
        onAdminMade: password =>
          process.stdout.write(
            `\n  The administrator was made: user "admin", password "${password}". It is shown once.\n\n`,
          ),
      })
      process.stdout.write(`${JSON.stringify({ event: 'ready', http: service.http, mqtt: service.mqtt })}\n`)
      await untilSignal(asked, service.stop, log)
    })
}
