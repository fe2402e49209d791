import { connect, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { generate } from 'mqtt-packet'

// Holds many gateways' connections, from a hundred addresses of the loopback net. The parent says "connect" or "drop"
// on standard input; each "connect" is answered with a line when all of them are signed in.

const [port, count] = process.argv.slice(2).map(Number) as [number, number]
const PER_ADDRESS = 100
const sockets = new Map<number, Socket>()
let tries = 0

/** Back-off with jitter, as a device of ours does. */
const pause = (attempt: number) => new Promise(resolve => setTimeout(resolve, Math.random() * 500 * 2 ** attempt))

const connectPacketOf = (gateway: string) =>
  generate({
    cmd: 'connect',
    clientId: gateway,
    username: gateway,
    password: Buffer.from(`secret of ${gateway}`),
    protocolId: 'MQTT',
    protocolVersion: 4,
    keepalive: 300,
    clean: true,
  })

function attempt(index: number): Promise<boolean> {
  tries += 1
  const localAddress = `127.0.1.${1 + Math.floor(index / PER_ADDRESS)}`
  const socket = connect({ port, host: '127.0.0.1', localAddress })
  return new Promise(resolve => {
    socket.once('connect', () => socket.write(connectPacketOf(`storm-${index}`)))
    socket.once('data', bytes => {
      if (bytes[3] !== 0) return socket.destroy()
      sockets.set(index, socket)
      resolve(true)
    })
    socket.on('error', () => undefined)
    socket.once('close', () => resolve(false))
  })
}

async function signIn(index: number): Promise<void> {
  for (let failures = 0; !(await attempt(index)); failures++) await pause(Math.min(failures, 4))
}

const say = (words: object) => process.stdout.write(`${JSON.stringify(words)}\n`)

createInterface(process.stdin).on('line', async order => {
  if (order === 'drop') {
    for (const socket of sockets.values()) socket.resetAndDestroy()
    sockets.clear()
    return
  }
  tries = 0
  const since = performance.now()
  await Promise.all(Array.from({ length: count }, (_, index) => signIn(index)))
  say({ signedIn: count, ms: Math.round(performance.now() - since), tries })
})
say({ ready: true })
