import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/** A TCP proxy that can do to a connection what a network does. */
export interface FaultProxy {
  port: number
  /** Connections that go through it now. */
  open(): number
  /** Connections that were asked for since the start. */
  asked(): number
  /** Closes every connection, and refuses new ones until `heal`. */
  cut(how?: 'fin' | 'reset'): void
  /** From now on swallows every byte both ways without telling anybody: half-open connections. */
  silence(): void
  /** Holds each byte towards the client for so long. */
  delay(ms: number): void
  /** Resets each connection after so many further bytes of an answer. */
  stopAfter(bytes: number): void
  /** Lets everything pass again; swallowed connections are closed, because their bytes are gone. */
  heal(): void
}

interface Weather {
  refusing: boolean
  silent: boolean
  delayMs: number
  bytesLeft: number
}

const FAIR: Weather = { refusing: false, silent: false, delayMs: 0, bytesLeft: Infinity }

interface Pair {
  client: Socket
  server: Socket
  swallowed: boolean
}

function join({ client, server }: Pair, pair: Pair, weather: () => Weather): void {
  client.on('data', data => {
    if (weather().silent) pair.swallowed = true
    else if (!server.destroyed) server.write(data)
  })
  server.on('data', data => {
    const now = weather()
    if (now.silent) {
      pair.swallowed = true
      return
    }
    const passed = data.subarray(0, Math.max(0, now.bytesLeft))
    now.bytesLeft -= data.length
    const pass = () => {
      if (!client.destroyed) client.write(passed)
      if (passed.length < data.length) client.resetAndDestroy()
    }
    if (now.delayMs > 0) setTimeout(pass, now.delayMs)
    else pass()
  })
}

/** Starts a proxy before `target` on loopback; it ends with the test. */
export async function startFaultProxy(target: number): Promise<FaultProxy> {
  let weather = { ...FAIR }
  let asked = 0
  const pairs = new Set<Pair>()
  const server = createServer(client => {
    asked++
    if (weather.refusing) return void client.resetAndDestroy()
    const behind = connect(target, '127.0.0.1')
    const pair = { client, server: behind, swallowed: false }
    pairs.add(pair)
    const end = (other: Socket) => () => {
      pairs.delete(pair)
      if (!weather.silent) other.destroy()
      else pair.swallowed = true
    }
    for (const [socket, other] of [
      [client, behind],
      [behind, client],
    ] as const) {
      socket.on('error', () => undefined)
      socket.on('close', end(other))
    }
    join(pair, pair, () => weather)
  })
  const close = (how: 'fin' | 'reset', which: (pair: Pair) => boolean) => {
    for (const pair of [...pairs].filter(which))
      for (const socket of [pair.client, pair.server]) how === 'reset' ? socket.resetAndDestroy() : socket.destroy()
  }
  await once(server.listen(0, '127.0.0.1'), 'listening')
  onTestFinished(() => {
    weather = { ...FAIR, refusing: true }
    close('fin', () => true)
    server.close()
  })
  return {
    port: (server.address() as AddressInfo).port,
    open: () => pairs.size,
    asked: () => asked,
    cut: (how = 'fin') => {
      weather = { ...weather, refusing: true }
      close(how, () => true)
    },
    silence: () => {
      weather = { ...weather, silent: true }
    },
    delay: ms => {
      weather = { ...weather, delayMs: ms }
    },
    stopAfter: bytes => {
      weather = { ...weather, bytesLeft: bytes }
    },
    heal: () => {
      weather = { ...FAIR }
      close('fin', pair => pair.swallowed)
    },
  }
}
