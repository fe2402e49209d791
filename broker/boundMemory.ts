import type { Aedes } from 'aedes'
import type { DoorLimits } from './limits.ts'
import { createOfflineQueues } from './offlineQueues.ts'
import type { Identity } from './permissions.ts'
import { createRetained } from './retained.ts'
import { createSessions } from './sessions.ts'

interface MemoryNeeds {
  limits: DoorLimits
  identityOf(gateway: string): Identity | undefined
  now(): number
}

/** Puts our own bounded stores of retained messages, waiting messages and sessions in the place of aedes' unbounded. */
export function boundMemory(aedes: Aedes, { limits, identityOf, now }: MemoryNeeds) {
  const { persistence } = aedes as unknown as { persistence: Parameters<typeof createSessions>[0]['store'] }
  const retained = createRetained(limits)
  const offline = createOfflineQueues(limits, now)
  const sessions = createSessions({ store: persistence, identityOf, onEnd: offline.forget })
  Object.assign(persistence, retained.persistence, offline.persistence, sessions)
  return { counts: () => ({ retained: retained.counts(), offline: offline.counts() }) }
}
