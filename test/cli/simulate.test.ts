import { expect, test } from 'vitest'
import { simulateCommand } from '../../cli/simulate.ts'
import { openTestDoor, passwordOf } from '../helpers/door.ts'
import { caretaker } from './cli.ts'

const login = (port: number) => [
  ...['--url', `mqtt://127.0.0.1:${port}`, '--site', 's1'],
  ...['--gateway', 'gw1', '--password', passwordOf('gw1')],
]
const run = (...args: string[]) =>
  simulateCommand()
    .exitOverride()
    .configureOutput({ writeErr: () => undefined, outputError: () => undefined })
    .parseAsync(args, { from: 'user' })

test('publishes a feeder whose breaker trips, as the equipment named', async () => {
  const { broker, accepted } = await openTestDoor()
  const { code, out } = await caretaker(
    'simulate',
    'feeder',
    ...login(broker.port),
    '--equipment',
    'feeder-circuit=main-7',
    '--fault',
    'breaker-trip@1s',
    '--for',
    '3s',
  )
  expect(code).toBe(0)
  expect(out).toMatch(/main-7: breaker-trip begins/)
  expect(out).toMatch(/acknowledged [1-9]/)
  const states = accepted
    .filter(m => m.topic === 'facility/v1/s1/gw1/main-7/telemetry')
    .flatMap(m => [JSON.parse(m.payload.toString())].flat())
    .map(t => t.metrics.breakerState)
    .filter(s => s !== undefined)
  expect(states).toEqual([1, 2])
})

test('lists every fault with its code', async () => {
  const { code, out } = await caretaker('simulate', '--list')
  expect(code).toBe(0)
  expect(out).toMatch(/elevator +passenger-trapped +ELV-TRAP/)
})

test.each([
  ['an unknown scene', ['boat'], /choices/],
  ['a fault that nothing here can have', ['lift', '--fault', 'breaker-trip'], /breaker-trip/],
  [
    'a fault that the equipment named cannot have',
    ['fire', '--fault', 'hydrant-1:valve-closed'],
    /hydrant-point has no/,
  ],
  ['equipment that is not there', ['lift', '--fault', 'lift-9:door-stuck'], /lift-9/],
  ['an equipment id for one of several', ['fire', '--equipment', 'pump-1'], /CLASS=ID/],
  ['a speed of nothing', ['lift', '--speed', '0'], /above 0/],
  ['a duration that is none', ['lift', '--for', 'ages'], /duration/],
])('refuses %s', async (_, args, message) => {
  const { broker } = await openTestDoor()
  await expect(run(...args, ...login(broker.port))).rejects.toThrow(message)
})

test('says which option is missing', async () => {
  await expect(run('lift', '--gateway', 'gw1', '--password', 'x')).rejects.toThrow(/--site is missing/)
  await expect(run('lift', '--site', 's1', '--gateway', 'gw1')).rejects.toThrow(/--password/)
  await expect(run('estate')).rejects.toThrow(/--passwords/)
})
