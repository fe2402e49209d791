import { accessSync, constants } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { Command, InvalidArgumentError, Option } from 'commander'
import { loadCatalogue } from '#domain/catalogue.ts'
import { CodedError } from '#domain/errors.ts'
import { isId } from '#domain/id.ts'
import { LIVE_WINDOW_MS } from '#domain/telemetry.ts'
import { iso, type Millis } from '#domain/time.ts'
import { connectDevice, createRandom, type Device } from '#simulators'
import { addGatewayOptions, type GatewayOptions, gatewayLogin } from './gatewayOptions.ts'
import { makeLogger } from './logger.ts'
import { createRefusalWatch } from './refusalWatch.ts'
import { type ColumnMap, type EventMap, metricKinds, parseColumnMap, parseEventMap } from './replay/columnMap.ts'
import { parseOffset } from './replay/parseTime.ts'
import { playRecording } from './replay/playRecording.ts'
import { showProgress, skippedText, type Tally } from './replay/progress.ts'
import { type RecordingOptions, type Row, readRecording } from './replay/readRecording.ts'
import { SHIFTS, type Shift, shiftBy } from './replay/shift.ts'

interface ReplayOptions extends GatewayOptions {
  equipment: string
  class?: string
  map?: ColumnMap[]
  eventColumn?: EventMap[]
  speed: number
  time?: string
  timezone: number
  shift: Shift
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

const say = (line: string) => process.stdout.write(`${line}\n`)

/** How far into the file, and into its times. */
interface Reached {
  bytes: number
  oldest?: Millis
  newest?: Millis
}

/** Passes rows on, and remembers how far it has come. */
async function* followed(rows: AsyncIterable<Row>, reached: Reached) {
  for await (const row of rows) {
    reached.bytes = row.bytes
    if (row.ts !== undefined) {
      reached.oldest = Math.min(reached.oldest ?? row.ts, row.ts)
      reached.newest = Math.max(reached.newest ?? row.ts, row.ts)
    }
    yield row
  }
}

async function play(recording: RecordingOptions, options: ReplayOptions, device: Device): Promise<Tally> {
  const shiftMs = await shiftBy(options.shift, options.speed, Date.now(), recording)
  const tally: Tally = { rows: 0, samples: 0, events: 0, skipped: new Map() }
  const reached: Reached = { bytes: 0 }
  const { equipment, speed } = options
  const { stats } = device
  const progress = showProgress({ file: recording.file, tally, stats, bytes: () => reached.bytes })
  const refusal = createRefusalWatch(stats)
  const rows = followed(readRecording(recording), reached)
  const ending = new AbortController()
  const wait = (ms: number) => sleep(ms, undefined, { signal: ending.signal })
  const played = playRecording({ rows, device, equipment, speed, shiftMs, tally, now: Date.now, wait })
  try {
    await Promise.race([played, refusal.refused])
  } finally {
    ending.abort()
    played.catch(() => undefined)
    refusal.stop()
    progress.stop()
  }
  tellTimes(reached, shiftMs)
  return tally
}

function tellTimes({ oldest, newest }: Reached, shiftMs: number) {
  if (oldest === undefined || newest === undefined) return
  say(`times ${iso(oldest + shiftMs)} to ${iso(newest + shiftMs)}`)
  if (Date.now() - (newest + shiftMs) > LIVE_WINDOW_MS)
    say('older than a day: a service on the wall clock stores it and opens no tickets (serve --clock telemetry does)')
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
