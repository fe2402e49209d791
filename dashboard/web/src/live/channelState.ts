import type { Delta, Snapshot, SyncAnswer } from '#domain/changes.ts'

/** What this page knows of one live channel: the items, and the last change that it has applied. */
export interface ChannelState<T> {
  epoch: string | undefined
  seq: number
  readonly items: Map<string, T>
}

export type DeltaOutcome = 'applied' | 'old' | 'gap' | 'otherEpoch' | 'notReady'

export const emptyChannel = <T>(): ChannelState<T> => ({ epoch: undefined, seq: 0, items: new Map() })

/** Items are known by their id; parts by their number. */
function keyOf(item: unknown): string {
  const named = item as { id?: string; partNo?: string }
  return named.id ?? named.partNo ?? ''
}

/** Replaces everything that was known. */
export function applySnapshot<T>(state: ChannelState<T>, snapshot: Snapshot<T>): void {
  state.items.clear()
  for (const item of snapshot.items) state.items.set(keyOf(item), item)
  state.epoch = snapshot.epoch
  state.seq = snapshot.seq
}

/**
 * Applies changes that follow on what is known. The cursor moves only here and with a snapshot, never by what
 * `hello` or `tick` say: a cursor taken from there would skip changes that were never applied.
 */
export function applyDelta<T>(state: ChannelState<T>, delta: Delta<T>): DeltaOutcome {
  if (state.epoch === undefined) return 'notReady'
  if (delta.epoch !== state.epoch) return 'otherEpoch'
  if (delta.seq <= state.seq) return 'old'
  if (delta.from > state.seq + 1) return 'gap'
  for (const { op, item } of delta.changes) {
    if (op === 'remove') state.items.delete(keyOf(item))
    else state.items.set(keyOf(item), item)
  }
  state.seq = delta.seq
  return 'applied'
}

/** Applies the answer to `sync`; false when it does not join on, so that a snapshot has to be asked for. */
export function applySync<T>(state: ChannelState<T>, answer: SyncAnswer<T>): boolean {
  if (answer.mode === 'snapshot') {
    applySnapshot(state, answer)
    return true
  }
  const outcome = applyDelta(state, answer)
  return outcome === 'applied' || outcome === 'old'
}
