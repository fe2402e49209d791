import { type Ref, type ShallowRef, shallowRef, triggerRef } from 'vue'
import type { Delta, Refusal, Snapshot, SyncAnswer } from '#domain/changes.ts'
import { applyDelta, applySnapshot, applySync, type ChannelState, emptyChannel } from './channelState.ts'

export interface ChannelNeeds<T> {
  name: string
  watch(channel: string): Promise<Snapshot<T> | Refusal>
  sync(request: { channel: string; epoch: string; since: number }): Promise<SyncAnswer<T> | Refusal>
  /** Runs the work before the next paint, several requests as one. */
  onFrame(work: () => void): void
}

/** One channel as the pages see it. */
export interface LiveChannel<T> {
  readonly items: Readonly<ShallowRef<ReadonlyMap<string, T>>>
  /** True once the first snapshot is there; it stays true while the connection is away. */
  readonly ready: Readonly<Ref<boolean>>
}

export interface ChannelFeed<T> extends LiveChannel<T> {
  receive(delta: Delta<T>): void
  /** After a (re)connection: joins again and takes the snapshot. */
  join(): Promise<void>
  /** Asks for what was missed. */
  catchUp(): Promise<void>
  forget(): void
}

export function createLiveChannel<T>(needs: ChannelNeeds<T>): ChannelFeed<T> {
  const state: ChannelState<T> = emptyChannel()
  const items = shallowRef<ReadonlyMap<string, T>>(state.items)
  const ready = shallowRef(false)
  const waiting: Delta<T>[] = []
  let asking = false
  const repaint = () => triggerRef(items)
  const show = () => needs.onFrame(repaint)

  /** Deltas that arrive while an answer is on its way wait for it. */
  async function ask(question: () => Promise<boolean>): Promise<void> {
    if (asking) return
    asking = true
    let joined = false
    try {
      joined = await question()
    } catch {
      joined = false
    } finally {
      asking = false
    }
    for (const delta of waiting.splice(0)) if (joined) receive(delta)
    show()
  }

  async function takeSnapshot(): Promise<boolean> {
    const answer = await needs.watch(needs.name)
    if ('error' in answer) return false
    applySnapshot(state, answer)
    ready.value = true
    return true
  }

  async function takeMissed(epoch: string): Promise<boolean> {
    const answer = await needs.sync({ channel: needs.name, epoch, since: state.seq })
    if ('error' in answer) return takeSnapshot()
    return applySync(state, answer) || takeSnapshot()
  }

  const join = () => ask(takeSnapshot)
  const catchUp = () => ask(() => (state.epoch === undefined ? takeSnapshot() : takeMissed(state.epoch)))

  function receive(delta: Delta<T>): void {
    if (asking) {
      waiting.push(delta)
      return
    }
    const outcome = applyDelta(state, delta)
    if (outcome === 'applied') show()
    if (outcome === 'gap' || outcome === 'otherEpoch') void catchUp()
  }

  return {
    items,
    ready,
    receive,
    join,
    catchUp,
    forget: () => {
      Object.assign(state, { epoch: undefined, seq: 0 })
      state.items.clear()
      ready.value = false
      show()
    },
  }
}
