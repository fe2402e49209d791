import { accessSync, constants } from 'node:fs'
import { Command, InvalidArgumentError, Option } from 'commander'
import { loadCatalogue } from '#domain/catalogue.ts'
import { CodedError } from '#domain/errors.ts'
import { isId } from '#domain/id.ts'
import { connectDevice, createRandom } from '#simulators'
import { addGatewayOptions, type GatewayOptions, gatewayLogin } from './gatewayOptions.ts'
import { makeLogger } from './logger.ts'
import { type ColumnMap, type EventMap, metricKinds, parseColumnMap, parseEventMap } from './replay/columnMap.ts'
import { parseOffset } from './replay/parseTime.ts'
import { type PlayOptions, play, say } from './replay/play.ts'
import { skippedText } from './replay/progress.ts'
import type { RecordingOptions } from './replay/readRecording.ts'
import { SHIFTS } from './replay/shift.ts'

interface ReplayOptions extends GatewayOptions, PlayOptions {
  class?: string
  map?: ColumnMap[]
  eventColumn?: EventMap[]
  time?: string
  timezone: number
}

const EPILOG = `
Times are published as recorded. A service on the wall clock stores what is older than a day without opening
tickets; "caretaker serve --clock telemetry" lives through the recording as if it happened now.

  caretaker replay Overview.csv --equipment t-1 --class transformer --map OTI=topOilTemperature --speed 600 \\
    --site s1 --gateway gw-1 --password-file gw-1.txt`

function parseSpeed(text: string): number {
  const speed = Number(text)
  if (text.trim() === '' || !Number.isFinite(speed) || speed < 0)
    throw new InvalidArgumentError('It must be 0 or more.')
  return speed
}

/** @throws CodedError BAD_REQUEST */
function needFile(file: string): void {
  try {
    accessSync(file, constants.R_OK)
  } catch (error) {
    throw new CodedError('BAD_REQUEST', { file }, (error as Error).message)
  }
}

function recordingOf(file: string, options: ReplayOptions): RecordingOptions {
  const { map: maps = [], eventColumn: events = [], timezone: offsetMinutes, time } = options
  needFile(file)
  if (!isId(options.equipment)) throw new CodedError('BAD_REQUEST', undefined, '--equipment: only a-z, 0-9 and -')
  if (maps.length + events.length === 0)
    throw new CodedError(
      'BAD_REQUEST',
      undefined,
      'Give at least one --map COLUMN=METRIC or --event-column COLUMN=CODE',
    )
  const kinds = metricKinds(maps, loadCatalogue(), options.class)
  return { file, maps, events, kinds, offsetMinutes, ...(time !== undefined && { timeColumn: time }) }
}

async function replay(file: string, options: ReplayOptions): Promise<void> {
  const recording = recordingOf(file, options)
  const gateway = gatewayLogin(options)
  const log = makeLogger({ logLevel: 'warn', logPretty: false })
  const random = createRandom(process.pid)
  const device = await connectDevice({ url: options.url, gateway, now: Date.now, random, log })
  try {
    const tally = await play(recording, options, device)
    const { published, acknowledged, reconnects } = device.stats()
    say(`rows ${tally.rows}, measurements ${tally.samples}, events ${tally.events}, skipped: ${skippedText(tally)}`)
    say(`messages ${published}, acknowledged ${acknowledged}, reconnects ${reconnects}`)
    if (tally.samples + tally.events === 0)
      throw new CodedError('BAD_REQUEST', undefined, 'No row of the file could be published')
  } finally {
    await device.stop()
  }
}

/** `caretaker replay`: publishes a recording over MQTT as the equipment it was taken from. */
export function replayCommand(): Command {
  const command = new Command('replay')
    .description('publish a recorded CSV file over MQTT, at its own pace or faster')
    .argument('<file>', 'a CSV file with a header; separated by comma, semicolon or tab')
    .requiredOption('--equipment <id>', 'the equipment to publish as')
    .option('--class <class>', "the equipment's class, to check the metrics against")
    .option(
      '--map <column=metric>',
      'COLUMN=METRIC or COLUMN=METRIC*FACTOR; may be given several times',
      parseColumnMap,
    )
    .option(
      '--event-column <column=code>',
      "a column that is 1 while the controller's own fault CODE is active",
      parseEventMap,
    )
    .option('--speed <factor>', 'recorded seconds a second; 0 is as fast as acknowledged', parseSpeed, 1)
    .option('--time <column>', 'the column of times; otherwise it is found by its name or contents')
    .option('--timezone <offset>', 'where the times name no zone: their offset from UTC', parseOffset, 0)
    .addOption(
      new Option('--shift <how>', 'move the recording: "now" its first row to now, "end" its last row to now')
        .choices(SHIFTS)
        .default('none'),
    )
    .addHelpText('after', EPILOG)
  return addGatewayOptions(command).action(replay)
}
