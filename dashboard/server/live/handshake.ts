import type { IncomingMessage } from 'node:http'
import { fastifyCookie } from '@fastify/cookie'
import type { Actor } from '#domain/people.ts'
import { fromSameOrigin, shownCredential } from '../auth/guard.ts'
import { type Credential, credentialOf, type Sessions } from '../auth/sessions.ts'
import type { Client } from './clients.ts'

/** Refuses browsers that come from pages of another origin, before anything is set up for them. */
export function allowOrigin(
  { headers }: IncomingMessage,
  decide: (error: string | null, allowed: boolean) => void,
): void {
  decide(null, fromSameOrigin({ origin: headers.origin }, headers.host ?? ''))
}

function shown({ handshake }: Client): Credential | undefined {
  const { token } = handshake.auth as { token?: unknown }
  if (typeof token === 'string') return credentialOf('token', token)
  return shownCredential(handshake.headers, fastifyCookie.parse(handshake.headers.cookie ?? ''))
}

/** Who connects, with the credential that is asked again while the connection lasts. */
export async function admit(
  sessions: Sessions,
  client: Client,
): Promise<{ actor: Actor; credential: Credential } | undefined> {
  const credential = shown(client)
  const actor = credential && (await sessions.identify(credential))
  return credential && actor && { actor, credential }
}

const same = (a: Actor, b: Actor): boolean =>
  a.username === b.username && a.role === b.role && a.sites.join() === b.sites.join()

/** Whether a client may stay: its session lasts, and the person's rights are those it was let in with. */
export async function mayStay(sessions: Sessions, { data }: Client): Promise<boolean> {
  const actor = await sessions.identify(data.credential)
  return actor !== undefined && same(actor, data.actor)
}
