import { writeFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { startChild } from './child.ts'
import { publishToScreen } from './publishToScreen.ts'

const REST_MS = 30_000
const MEGABYTE = 2 ** 20

const { values: options } = parseArgs({ options: { json: { type: 'string' } } })

async function demoStart() {
  const demo = await startChild('demo')
  await demo.stop()
  return { readyMs: demo.readyMs }
}

async function atRest() {
  const service = await startChild('serve')
  await sleep(REST_MS)
  const memoryMb = service.memory() / MEGABYTE
  await service.stop()
  return { readyMs: service.readyMs, memoryMb }
}

const ms = (value: number) => `${value.toFixed(0)} ms`

const demo = await demoStart()
const rest = await atRest()
const screen = await publishToScreen()
const { load } = screen
console.table({
  'demo: start to ready': { figure: ms(demo.readyMs) },
  'serve: start to ready': { figure: ms(rest.readyMs) },
  'memory at rest (after 30 s)': { figure: `${rest.memoryMb.toFixed(0)} MB` },
  'background load, published': { figure: `${load.perSecond.toFixed(0)} messages/s` },
  'background load, acknowledged': { figure: `${load.acknowledgedPerSecond.toFixed(0)} messages/s` },
  'publish to PUBACK, p50 / p99': { figure: `${ms(load.pubackMs.p50)} / ${ms(load.pubackMs.p99)}` },
  'crossings on the screen': { figure: `${screen.seen} of ${screen.crossings}` },
  'publish to fault:delta, p50 / p99': { figure: `${ms(screen.faultMs.p50)} / ${ms(screen.faultMs.p99)}` },
  'publish to ticket:delta, p50 / p99': { figure: `${ms(screen.ticketMs.p50)} / ${ms(screen.ticketMs.p99)}` },
  'publish to both, p50 / p99 / worst': {
    figure: `${ms(screen.bothMs.p50)} / ${ms(screen.bothMs.p99)} / ${ms(screen.bothMs.worst)}`,
  },
  'memory under load': { figure: `${screen.memoryMb.toFixed(0)} MB` },
})
if (options.json !== undefined) {
  const machine = { cpus: cpus().length, model: cpus()[0]?.model, node: process.version }
  await writeFile(
    options.json,
    `${JSON.stringify({ at: new Date().toISOString(), machine, demo, rest, screen }, null, 2)}\n`,
  )
}
process.exitCode = screen.seen === screen.crossings ? 0 : 1
