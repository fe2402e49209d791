import { expect, test } from 'vitest'
import { Environment } from '#config'
import { program } from '../../../cli/program.ts'

const COMMANDS = [
  ...['serve', 'demo', 'simulate', 'replay', 'rules test', 'rules backtest', 'report', 'user', 'gateway'],
  ...['backup', 'restore', 'doctor'],
]
const VARIABLES = [
  ...['DATA_DIR', 'HTTP_PORT', 'MQTT_PORT', 'HOST', 'ADMIN_PASSWORD', 'MQTT_URL', 'DATABASE_URL'],
  ...['INFLUX_URL', 'INFLUX_VERSION', 'INFLUX_TOKEN', 'INFLUX_ORG', 'INFLUX_BUCKET', 'INFLUX_DATABASE'],
  ...['INFLUX_USERNAME', 'INFLUX_PASSWORD'],
]

test('the command line has every verb of the contract', () => {
  const verbs = program().commands.flatMap(command => [
    command.name(),
    ...command.commands.map(sub => `${command.name()} ${sub.name()}`),
  ])
  expect(verbs).toEqual(expect.arrayContaining(COMMANDS))
})

test('every variable of the contract is read', () => {
  expect(Object.keys(Environment.properties)).toEqual(expect.arrayContaining(VARIABLES))
})
