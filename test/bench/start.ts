import { setTimeout as sleep } from 'node:timers/promises'
import { startChild } from './child.ts'

const REST_MS = 30_000
const MEGABYTE = 2 ** 20

/** How long the demo and the service take until they are ready, and what the service holds at rest. */
export async function start() {
  const demo = await startChild('demo')
  await demo.stop()
  const service = await startChild('serve')
  await sleep(REST_MS)
  const memoryMb = service.memory() / MEGABYTE
  await service.stop()
  return { demoReadyMs: demo.readyMs, serveReadyMs: service.readyMs, memoryMb }
}

export function showStart({ demoReadyMs, serveReadyMs, memoryMb }: Awaited<ReturnType<typeof start>>): void {
  console.table({
    'demo: start to ready': { figure: `${demoReadyMs.toFixed(0)} ms` },
    'serve: start to ready': { figure: `${serveReadyMs.toFixed(0)} ms` },
    'memory at rest (after 30 s)': { figure: `${memoryMb.toFixed(0)} MB` },
  })
}
