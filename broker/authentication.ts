import { TLSSocket } from 'node:tls'
import type { Client, ConnectPacket } from 'aedes'
import { isId } from '#domain/id.ts'
import { DoorBusy } from './credentials.ts'
import { type Identity, whyNotPublish } from './permissions.ts'

/** CONNACK return codes (MQTT 3.1.1 §3.2.2.3: 4 means malformed); aedes' own enum does not exist at run time. */
const CONNACK = { identifierRejected: 2, unavailable: 3, malformed: 4, notAuthorized: 5 } as const

/** A refused connection, with the code that the CONNACK carries. */
class Refusal extends Error {
  readonly returnCode: number
  constructor(returnCode: number, message: string) {
    super(message)
    this.returnCode = returnCode
  }
}

/** The name in the client certificate, where the TLS listener asks for one. */
function certifiedName({ conn }: Client): string | undefined {
  const name = conn instanceof TLSSocket ? conn.getPeerCertificate().subject?.CN : undefined
  return typeof name === 'string' ? name : undefined
}

type CheckPassword = (gateway: string, password: string) => Promise<{ site: string } | undefined>

/**
 * Proves who connects: client id and user name are the gateway's id, the password is its own, and its Will is
 * something that it may publish. @throws Refusal
 */
async function identify(
  connect: Pick<ConnectPacket, 'clientId' | 'will'> | undefined,
  username: string | undefined,
  password: Buffer | undefined,
  checkPassword: CheckPassword,
): Promise<Identity> {
  if (!username || !password) throw new Refusal(CONNACK.notAuthorized, 'no user name or no password')
  if (connect?.clientId !== username)
    throw new Refusal(CONNACK.identifierRejected, 'the client id is not the user name')
  if (!isId(username)) throw new Refusal(CONNACK.malformed, 'the user name is not an id')
  const known = await checkPassword(username, password.toString('utf8')).catch((error: unknown) => {
    const why = error instanceof DoorBusy ? error.message : `the password could not be checked: ${String(error)}`
    throw new Refusal(CONNACK.unavailable, why)
  })
  if (!known) throw new Refusal(CONNACK.notAuthorized, 'unknown gateway or wrong password')
  const identity = { gateway: username, site: known.site }
  const problem = connect.will && whyNotPublish(identity, { ...connect.will, retain: connect.will.retain ?? false })
  if (problem !== undefined) throw new Refusal(CONNACK.notAuthorized, `the Will: ${problem}`)
  return identity
}

/** Keeps the CONNECT packet and the proved identity of each connection for as long as it lives. */
export function createIdentities(checkPassword: CheckPassword) {
  const connects = new WeakMap<Client, ConnectPacket>()
  const identities = new WeakMap<Client, Identity>()
  const sites = new Map<string, string>()
  return {
    of: (client: Client | null): Identity | undefined => (client ? identities.get(client) : undefined),
    /** The identity behind a client id that was proved since the start, connected or not. */
    ofGateway: (gateway: string): Identity | undefined => {
      const site = sites.get(gateway)
      return site === undefined ? undefined : { gateway, site }
    },
    noteConnect: (client: Client, packet: ConnectPacket): void => void connects.set(client, packet),
    prove: async (client: Client, username: string | undefined, password: Buffer | undefined): Promise<void> => {
      const identity = await identify(connects.get(client), username, password, checkPassword)
      const certified = certifiedName(client)
      if (certified !== undefined && certified !== identity.gateway)
        throw new Refusal(CONNACK.notAuthorized, 'the client certificate names another gateway')
      identities.set(client, identity)
      sites.set(identity.gateway, identity.site)
    },
  }
}
