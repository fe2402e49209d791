import { readFile, writeFile } from 'node:fs/promises'
import { connect as connectPlain, type Socket } from 'node:net'
import { join } from 'node:path'
import { connect as connectTls } from 'node:tls'
import type { IClientOptions } from 'mqtt'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createAuthority } from '../helpers/certificates.ts'
import { closed, connectGateway, openTestDoor } from '../helpers/door.ts'
import { connectPacket, rawMqtt } from '../helpers/rawMqtt.ts'
import { requireBinary } from '../helpers/realServer.ts'
import { tempDir } from '../helpers/tempDir.ts'

const openssl = requireBinary('openssl')
const telemetry = 'facility/v1/s1/gw1/lift-1/telemetry'

describe.skipIf(openssl === undefined)('MQTT over TLS', () => {
  const authority = () => createAuthority(openssl as string)

  const open = async ({ askForCertificates }: { askForCertificates: boolean }) => {
    const ca = await authority()
    const files = await ca.issue('broker')
    const door = await openTestDoor({ tls: { port: 0, ...files, ...(askForCertificates && { caFile: ca.caFile }) } })
    const trust = await readFile(ca.caFile)
    const connect = (gateway: string, options: IClientOptions = {}) =>
      connectGateway(`mqtts://127.0.0.1:${door.broker.tlsPort}`, gateway, { ca: trust, ...options })
    return { ca, door, trust, connect }
  }
  const shown = async (ca: Awaited<ReturnType<typeof authority>>, name: string) => {
    const { certFile, keyFile } = await ca.issue(name)
    return { cert: await readFile(certFile), key: await readFile(keyFile) }
  }

  test('a gateway that trusts the authority gets in beside the plain port, under the same rules', async () => {
    const { door, connect } = await open({ askForCertificates: false })
    const client = await connect('gw1')
    await client.publishAsync(telemetry, '{}', { qos: 1 })
    expect(door.accepted).toHaveLength(1)
    expect((await door.connect('gw2')).connected).toBe(true)
    await expect(connect('gw3', { password: 'guess' })).rejects.toMatchObject({ code: 5 })
    await expect.poll(() => door.broker.stats()).toMatchObject({ clients: 2, door: { connections: 2, strangers: 0 } })
    await client.endAsync()
    await expect.poll(() => door.broker.stats().door?.connections).toBe(1)
  })

  /** What a CONNECT is answered with: MQTT.js does not say when a connection closes before its CONNACK. */
  const answerTo = async (socket: Socket): Promise<number | 'closed'> => {
    onTestFinished(() => void socket.destroy())
    socket.on('error', () => undefined)
    const client = rawMqtt(socket)
    client.send(connectPacket('gw1'))
    return client.next('connack').then(
      ({ returnCode }) => returnCode ?? -1,
      () => 'closed' as const,
    )
  }

  test('TLS 1.1 and plain MQTT on the TLS port are refused', async () => {
    const { door, trust } = await open({ askForCertificates: false })
    const to = { host: '127.0.0.1', port: door.broker.tlsPort ?? 0, ca: trust }
    const tls11 = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const
    expect(await answerTo(connectTls({ ...to, ...tls11 }))).toBe('closed')
    expect(await answerTo(connectPlain(to))).toBe('closed')
    await expect.poll(() => door.broker.stats().door?.refused).toEqual({ tls: 2 })
    expect(await answerTo(connectTls(to))).toBe(0)
  })

  test('a handshake that never comes is ended, and counts as a stranger until then', async () => {
    const ca = await authority()
    const door = await openTestDoor({
      tls: { port: 0, ...(await ca.issue('broker')) },
      limits: { connectTimeoutMs: 100 },
    })
    const silent = connectPlain(door.broker.tlsPort ?? 0, '127.0.0.1')
    silent.on('error', () => undefined)
    silent.resume()
    await expect.poll(() => door.broker.stats().door?.strangers).toBe(1)
    await closed(silent)
    await expect
      .poll(() => door.broker.stats().door)
      .toMatchObject({ connections: 0, strangers: 0, refused: { tls: 1 } })
  })

  test('with an authority for clients, only a certificate with the gateway’s own id gets in, and only with its password', async () => {
    const { ca, door, trust, connect } = await open({ askForCertificates: true })
    const to = { host: '127.0.0.1', port: door.broker.tlsPort ?? 0, ca: trust }
    const mine = await shown(ca, 'gw1')
    expect((await connect('gw1', mine)).connected).toBe(true)
    await expect(connect('gw1', { ...mine, password: 'guess' })).rejects.toMatchObject({ code: 5 })
    await expect(connect('gw2', mine)).rejects.toMatchObject({ code: 5 })
    expect(await answerTo(connectTls(to))).toBe('closed')
    expect(await answerTo(connectTls({ ...to, ...(await shown(await authority(), 'gw1')) }))).toBe('closed')
    expect(door.broker.stats().door?.refused).toEqual({ notAuthorized: 2, tls: 2 })
  })

  test('files that are missing or no certificate are a coded error, and no port stays open', async () => {
    const dir = await tempDir()
    const nonsense = join(dir, 'nonsense.pem')
    await writeFile(nonsense, 'nonsense')
    for (const certFile of [join(dir, 'missing.pem'), nonsense])
      await expect(openTestDoor({ tls: { port: 0, certFile, keyFile: nonsense } })).rejects.toMatchObject({
        code: 'CONFIG_INVALID',
      })
  })
})
