import { setTimeout as sleep } from 'node:timers/promises'
import { createConnection, type GatewayConnection } from './connection.ts'
import { createDurations } from './durations.ts'
import type { LoadReport, Order, SenderPlan } from './load.ts'

const TICK_MS = 4
/** How long the last answers may take. */
const ANSWERS_MS = 60_000
const SIGN_IN_AT_ONCE = 20

async function signIn({ port, site, gateways }: SenderPlan): Promise<GatewayConnection[]> {
  const connections: GatewayConnection[] = []
  for (let from = 0; from < gateways.length; from += SIGN_IN_AT_ONCE)
    connections.push(
      ...(await Promise.all(
        gateways.slice(from, from + SIGN_IN_AT_ONCE).map(gateway => createConnection({ port, site, gateway })),
      )),
    )
  return connections
}

/** As many as the rate asks for by now, dealt out evenly. */
function sendPaced(connections: readonly GatewayConnection[], perSecond: number) {
  const began = performance.now()
  let planned = 0
  return setInterval(() => {
    const due = Math.floor(((performance.now() - began) * perSecond) / 1000)
    const [all, first] = [due - planned, planned % connections.length]
    planned = due
    for (const [i, connection] of connections.entries()) {
      const place = (i - first + connections.length) % connections.length
      const count = Math.ceil((all - place) / connections.length)
      if (count > 0) connection.send(count)
    }
  }, TICK_MS)
}

function sendWindowed(connections: readonly GatewayConnection[], window: number) {
  for (const connection of connections) {
    connection.onAnswers(() => connection.send(window - connection.open()))
    connection.send(window)
  }
}

const total = (connections: readonly GatewayConnection[], of: (one: GatewayConnection) => number): number =>
  connections.reduce((sum, one) => sum + of(one), 0)

async function carryOut(connections: readonly GatewayConnection[], order: Order): Promise<LoadReport> {
  const before = total(connections, one => one.sent())
  const durations = createDurations()
  for (const one of connections) one.note(durations.add)
  const began = performance.now()
  const since = () => (performance.now() - began) / 1000
  const timer = 'perSecond' in order ? sendPaced(connections, order.perSecond) : undefined
  if ('window' in order) sendWindowed(connections, order.window)
  await sleep(order.seconds * 1000)
  clearInterval(timer)
  for (const one of connections) one.onAnswers(undefined)
  const sentIn = since()
  const sent = total(connections, one => one.sent()) - before
  while (total(connections, one => one.open()) > 0 && since() - sentIn < ANSWERS_MS / 1000) await sleep(2)
  return {
    sent,
    acknowledged: sent - total(connections, one => one.open()),
    sentIn,
    acknowledgedIn: since(),
    pubackMs: { p50: durations.quantile(0.5), p99: durations.quantile(0.99), worst: durations.quantile(1) },
  }
}

process.once('message', async plan => {
  const connections = await signIn(plan as SenderPlan)
  process.on('message', async order => process.send?.(await carryOut(connections, order as Order)))
  process.send?.('ready')
})
