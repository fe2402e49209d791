import { Argument, Command, InvalidArgumentError } from 'commander'
import { loadCatalogue } from '#domain/catalogue.ts'
import { iso } from '#domain/time.ts'
import { createFleet, NAMED_FAULTS } from '#simulators'
import { parseDuration } from './duration.ts'
import { addGatewayOptions } from './gatewayOptions.ts'
import { makeLogger } from './logger.ts'
import { placeScene, SCENES, type SceneOptions } from './simulate/scenes.ts'
import { assignFault, parseFault, type WantedFault } from './simulate/wantedFault.ts'
import { say, watchFleet } from './simulate/watchFleet.ts'

interface SimulateOptions extends SceneOptions {
  fault?: WantedFault[]
  speed: number
  back?: number
  for?: number
  seed: number
  list?: true
}

/** A day of history is live telemetry still. */
const DEFAULT_BACK_S = 12 * 3600

function parseNumber(text: string): number {
  const number = Number(text)
  if (!Number.isFinite(number) || number <= 0) throw new InvalidArgumentError('It must be a number above 0.')
  return number
}

const collect = (text: string, before: string[] = []): string[] => [...before, text]

function listFaults(): string {
  const rows = NAMED_FAULTS.map(f => `  ${f.class.padEnd(26)} ${f.name.padEnd(24)} ${f.code.padEnd(20)} ${f.what}`)
  return `Faults by class: name, the catalogue's code, what happens\n${rows.join('\n')}\n`
}

async function simulate(scene: string, options: SimulateOptions) {
  const { url, speed, seed } = options
  const { gateways, equipment } = placeScene(scene, options)
  const schedule = (options.fault ?? []).map(wanted => assignFault(wanted, equipment))
  const back = options.back ?? (speed > 1 ? DEFAULT_BACK_S : 0)
  const log = makeLogger({ logLevel: 'warn', logPretty: false })
  const fleet = await createFleet({
    ...{ url, gateways, equipment, schedule, speed, seed, log },
    catalogue: loadCatalogue(),
    start: Date.now() - back * 1000,
    clock: { now: Date.now },
    onStep: step =>
      say(`${iso(step.at)}  ${step.equipment}: ${step.fault} ${step.what === 'inject' ? 'begins' : 'is repaired'}`),
  })
  for (const { id, class: kind } of equipment) say(`publishes ${kind} ${id}`)
  await watchFleet(fleet, options.for)
}

const EPILOG = `
The equipment must be registered with the service (POST /api/equipment), with these ids or with those of --equipment.
Faster than real time, it starts in the past (--back) and slows down to real time when it reaches the present.

  caretaker simulate lift --site s1 --gateway gw-1 --password-file gw-1.txt --fault door-stuck@30s+5m
  caretaker simulate fire --site s1 --gateway gw-1 --password … --equipment fire-pump=pump-3 --speed 60`

/** `caretaker simulate`: pretend devices that speak MQTT to any broker, this service's or another. */
export function simulateCommand(): Command {
  const command = new Command('simulate')
    .description('publish what a healthy or a broken lift, fire line or feeder would publish')
    .addArgument(new Argument('[scene]', 'what to simulate').choices([...Object.keys(SCENES), 'estate']))
    .option('--equipment <id>', 'the id to publish as; CLASS=ID where there are several', collect)
    .option('--fault <name@after>', '[EQUIPMENT:]NAME[@AFTER][+FOR]; may be given several times', parseFault)
    .option('--speed <factor>', 'simulated seconds a second', parseNumber, 1)
    .option('--back <duration>', 'start so long ago (12h when faster than real time)', parseDuration)
    .option('--sample <duration>', 'sample everything at least this often', parseDuration)
    .option('--for <duration>', 'end by itself', parseDuration)
    .option('--seed <number>', 'another seed, another story', parseNumber, 1)
    .option('--passwords <file>', 'estate: a JSON file with the password of each gateway')
    .option('--list', 'list the faults')
    .addHelpText('after', EPILOG)
  return addGatewayOptions(command).action(async (scene: string | undefined, options: SimulateOptions) => {
    if (options.list) return void process.stdout.write(listFaults())
    if (scene === undefined) return command.help({ error: true })
    await simulate(scene, options)
  })
}
