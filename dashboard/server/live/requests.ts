import { Compile } from 'typebox/compile'
import type { Refusal } from '#domain/changes.ts'
import { CodedError, ERRORS, type ErrorCode } from '#domain/errors.ts'
import type { Log } from '#domain/log.ts'
import { type ChannelRef, mayHear, parseChannel } from './channelRef.ts'
import { type Client, join, leave } from './clients.ts'
import type { Feed } from './feed.ts'
import { SyncRequest, WatchRequest } from './schemas.ts'

const MAX_PENDING = 32
const MAX_WATCHED = 200

const watchRequest = Compile(WatchRequest)
const syncRequest = Compile(SyncRequest)

type Answer<T> = (reply: T | Refusal) => void

const refusal = (code: ErrorCode): Refusal => ({ error: { code, message: ERRORS[code][1] } })

/** Runs the work of one request between two flushes, and answers there too: what is told afterwards joins on. */
async function answerInTurn<T>(
  client: Client,
  feed: Feed,
  log: Log,
  answer: Answer<T>,
  work: () => Promise<T>,
): Promise<void> {
  if (client.data.pending >= MAX_PENDING) return answer(refusal('TOO_MANY_REQUESTS'))
  client.data.pending += 1
  await feed.inTurn(async () => {
    try {
      answer(await work())
    } catch (error) {
      if (!(error instanceof CodedError))
        log.error({ err: error, user: client.data.actor.username }, 'a live request failed')
      answer(refusal(error instanceof CodedError ? error.code : 'INTERNAL'))
    }
  })
  client.data.pending -= 1
}

/** Lets a client watch channels and ask for what it missed. Clients are strangers: what they send may be anything. */
export function answerRequests(client: Client, feed: Feed, log: Log): void {
  const { actor, watching } = client.data
  const inTurn = <T>(answer: Answer<T>, work: () => Promise<T>) => answerInTurn(client, feed, log, answer, work)
  const mayWatch = ({ name, channel }: ChannelRef) => {
    if (!mayHear(channel, actor)) throw new CodedError('FORBIDDEN')
    if (!watching.has(name) && watching.size >= MAX_WATCHED) throw new CodedError('TOO_MANY_REQUESTS')
  }

  client.on('watch', (request, answer) => {
    if (typeof answer !== 'function') return
    if (!watchRequest.Check(request)) return answer(refusal('BAD_REQUEST'))
    const ref = parseChannel(request.channel)
    void inTurn(answer, async () => {
      mayWatch(ref)
      const snapshot = await feed.snapshot(ref, actor)
      await join(client, ref, snapshot.seq)
      return snapshot
    })
  })

  client.on('unwatch', (request, answer) => {
    if (typeof answer !== 'function') return
    if (!watchRequest.Check(request)) return answer(refusal('BAD_REQUEST'))
    const ref = parseChannel(request.channel)
    void inTurn(answer, async () => {
      await leave(client, ref)
      return { channel: ref.name }
    })
  })

  client.on('sync', (request, answer) => {
    if (typeof answer !== 'function') return
    if (!syncRequest.Check(request)) return answer(refusal('BAD_REQUEST'))
    const ref = parseChannel(request.channel)
    void inTurn(answer, async () => {
      mayWatch(ref)
      const missed = await feed.sync(ref, request, actor)
      await join(client, ref, missed.seq)
      return missed
    })
  })
}
