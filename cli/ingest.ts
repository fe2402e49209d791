import { Command } from 'commander'
import { readConfig } from '#config'
import { CodedError } from '#domain/errors.ts'
import { startWorker } from './ingest/worker.ts'
import { makeLogger } from './logger.ts'
import { stopSignal, untilSignal } from './untilSignal.ts'

const EPILOG = `
Any number of these share the telemetry of the broker at MQTT_URL ($share/caretaker/…): each message is put on disk in
DATA_DIR, acknowledged, and stored in the InfluxDB at INFLUX_URL. They know the equipment from DATABASE_URL.
Run the service itself with TELEMETRY_WRITER=workers and the same addresses, and start it first: it watches all
messages for faults and keeps the rejected ones. Give each worker a DATA_DIR of its own and keep it: its session at
the broker goes with it.`

/** `caretaker ingest`: one of several processes that store the telemetry of an outside broker. */
export function ingestCommand(): Command {
  return new Command('ingest')
    .description('store a share of the telemetry of an outside broker, beside a service and other workers')
    .addHelpText('after', EPILOG)
    .action(async () => {
      const asked = stopSignal()
      const config = readConfig(undefined, { TELEMETRY_WRITER: 'workers' })
      const { mqttUrl, influx, databaseUrl } = config
      if (!config.storedByWorkers || mqttUrl === undefined || influx === undefined || databaseUrl === undefined)
        throw new CodedError('CONFIG_INVALID', undefined, 'TELEMETRY_WRITER=service leaves nothing to workers')
      const log = makeLogger(config)
      const worker = await startWorker({ ...config, mqttUrl, influx, databaseUrl }, log)
      process.stdout.write(`${JSON.stringify({ event: 'ready', worker: worker.id })}\n`)
      await untilSignal(asked, worker.stop, log)
    })
}
