import type { Memory, Outcome } from './context.ts'

/** What a condition of several parts remembers. */
export type PartsMemory = { readonly of: readonly Memory[]; readonly since: Memory } & {
  readonly [key: string]: Memory
}

/** The memory of the parts: the one before when nothing is otherwise, so that what is quiet makes nothing anew. */
export function partsMemory(known: PartsMemory | undefined, parts: readonly Outcome[], since: Memory): PartsMemory {
  if (known && known.since === since && parts.every((part, i) => part.memory === known.of[i])) return known
  return { of: parts.map(part => part.memory), since }
}
