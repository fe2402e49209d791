import { randomUUID } from 'node:crypto'
import { Value } from 'typebox/value'
import type { Log } from '#domain/log.ts'
import type { DeviceMessage } from '#domain/message.ts'
import type { Millis } from '#domain/time.ts'
import { REJECTED_TOPIC, WORKER_TOPIC } from '#domain/topics.ts'
import { SIGN_EVERY_MS, WorkerFarewell, WorkerSign } from '#domain/workers.ts'
import type { NewRejection } from '../spool/rejections.ts'
import { createGenerations } from './generations.ts'
import { readRefusal } from './refusals.ts'
import type { createShare } from './share.ts'

export interface WorkerSeen extends Omit<WorkerSign, 'call'> {
  seenAt: Millis
}

/** The workers that store telemetry beside this service. */
export interface Workers {
  /** Takes a message that a worker sent; undefined when it is none. @throws CodedError SPOOL_UNAVAILABLE */
  take(message: Pick<DeviceMessage, 'topic' | 'payload'>): Promise<void> | undefined
  /** The connection stands. @returns a new call for the workers' signs, to be published on `SERVICE_TOPIC` */
  linkUp(): string
  /** The broker may have forgotten who had subscribed: until a worker gives a sign, this service stores. */
  linkLost(): void
  /** Whether what comes now is theirs to store. */
  storing(): boolean
  /** Those that gave a sign lately. */
  list(): WorkerSeen[]
}

interface WorkersNeeds {
  share: ReturnType<typeof createShare>
  keep(rejection: NewRejection): Promise<void>
  now(): Millis
  log: Log
}

/** After so long without a sign of any worker this service stores. */
const SILENT_MS = 30 * SIGN_EVERY_MS

function parse(payload: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(payload).toString('utf8'))
  } catch {
    return undefined
  }
}

/**
 * Decides who stores, by the workers' signs. Signs and telemetry come in one order. A sign says that its sender's
 * subscription stands, so the broker has a place for what follows; but after a broken connection old signs may come
 * again, from the worker and from the broker. So only the answer to the call of this very connection counts.
 */
export function createWorkers({ share, keep, now, log }: WorkersNeeds) {
  const seen = new Map<string, WorkerSeen>()
  let call: string | undefined
  const underWay = createGenerations()
  let leaving: object | undefined

  const takeBack = (why: string): void => {
    leaving = undefined
    if (share.isOurs()) return
    try {
      share.takeBack()
    } catch (err) {
      log.error({ err }, 'it could not be put on disk who stores telemetry')
    }
    log.warn({ why }, 'the service stores telemetry itself until a worker gives a sign')
  }
  const leave = async (): Promise<void> => {
    const own = {}
    leaving = own
    await underWay.settled()
    if (leaving !== own) return
    leaving = undefined
    share.leave()
    log.info({ workers: [...seen.keys()] }, 'workers store telemetry')
  }
  const takeSign = ({ call: answered, ...sign }: WorkerSign): void => {
    seen.set(sign.id, { ...sign, seenAt: now() })
    if (answered === call && share.isOurs() && !leaving)
      leave().catch((err: unknown) => log.error({ err }, 'workers cannot take over yet'))
  }
  const forgetSilent = (): void => {
    for (const [id, { seenAt }] of seen) if (now() - seenAt > SILENT_MS) seen.delete(id)
    if (seen.size === 0) takeBack('no worker gives a sign')
  }

  const workers: Workers = {
    take: ({ topic, payload }) => {
      if (topic !== REJECTED_TOPIC && topic !== WORKER_TOPIC) return undefined
      const given = parse(payload)
      const rejection = topic === REJECTED_TOPIC ? readRefusal(given) : undefined
      if (rejection) return keep(rejection)
      if (topic === WORKER_TOPIC && Value.Check(WorkerSign, given)) takeSign(given)
      else if (topic === WORKER_TOPIC && Value.Check(WorkerFarewell, given)) seen.delete(given.id)
      else log.error({ topic, bytes: payload.length }, 'a worker sent what cannot be read')
      return Promise.resolve()
    },
    linkUp: () => {
      call = randomUUID()
      return call
    },
    linkLost: () => {
      call = undefined
      takeBack('the link to the outside broker broke')
    },
    storing: () => !share.isOurs(),
    list: () => [...seen.values()],
  }
  const timer = setInterval(forgetSilent, SIGN_EVERY_MS)
  return { workers, track: underWay.track, stop: () => clearInterval(timer) }
}
