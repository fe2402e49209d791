import { Command } from 'commander'
import { readConfig } from '#config'
import { CodedError } from '#domain/errors.ts'
import { isId } from '#domain/id.ts'
import type { SharedConfig } from './ingest/openWorker.ts'
import { retireWorker } from './ingest/retire.ts'
import { startWorker } from './ingest/worker.ts'
import { makeLogger } from './logger.ts'
import { stopSignal, untilSignal } from './untilSignal.ts'

const EPILOG = `
Any number of these share the telemetry of the broker at MQTT_URL ($share/caretaker/…): each message is put on disk in
DATA_DIR, acknowledged, and stored in the InfluxDB at INFLUX_URL. They know the equipment from DATABASE_URL.
Run the service itself with TELEMETRY_WRITER=workers and the same addresses, and start it first: it watches all
messages for faults and keeps the rejected ones. Give each worker a DATA_DIR of its own and keep it: its session at
the broker goes with it.
The broker goes on keeping its share for a worker that is down. One that will not come back is ended by --retire, with
its DATA_DIR, or where that is lost with its name and a new DATA_DIR: what is kept for it is stored, and its session ends.`

function readShared(): SharedConfig {
  const config = readConfig(undefined, { TELEMETRY_WRITER: 'workers' })
  const { mqttUrl, influx, databaseUrl } = config
  if (!config.storedByWorkers || mqttUrl === undefined || influx === undefined || databaseUrl === undefined)
    throw new CodedError('CONFIG_INVALID', undefined, 'TELEMETRY_WRITER=service leaves nothing to workers')
  return { ...config, mqttUrl, influx, databaseUrl }
}

async function work(): Promise<void> {
  const asked = stopSignal()
  const config = readShared()
  const log = makeLogger(config)
  const worker = await startWorker(config, log)
  process.stdout.write(`${JSON.stringify({ event: 'ready', worker: worker.id })}\n`)
  await untilSignal(asked, worker.stop, log)
}

async function retire(name: string | undefined): Promise<void> {
  if (name !== undefined && !isId(name))
    throw new CodedError('CONFIG_INVALID', undefined, `${name} is no worker's name`)
  const config = readShared()
  const { id, taken } = await retireWorker(config, makeLogger(config), name)
  process.stdout.write(`${JSON.stringify({ event: 'retired', worker: id, taken })}\n`)
}

/** `caretaker ingest`: one of several processes that store the telemetry of an outside broker. */
export function ingestCommand(): Command {
  return new Command('ingest')
    .description('store a share of the telemetry of an outside broker, beside a service and other workers')
    .addHelpText('after', EPILOG)
    .option('--retire [name]', 'store what is kept for a worker that is gone for good, and end its session')
    .action(({ retire: name }: { retire?: string | true }) =>
      name === undefined ? work() : retire(name === true ? undefined : name),
    )
}
