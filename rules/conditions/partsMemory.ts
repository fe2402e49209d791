import type { Condition } from '#domain/condition.ts'
import type { Context, Memory, Outcome } from './context.ts'

/** What a condition of several parts remembers. */
export type PartsMemory = { readonly of: readonly Memory[]; readonly since: Memory } & {
  readonly [key: string]: Memory
}

/** Evaluates each part once. */
export function stepParts(of: readonly Condition[], known: PartsMemory | undefined, context: Context): Outcome[] {
  const parts = new Array<Outcome>(of.length)
  for (let i = 0; i < of.length; i++) parts[i] = context.step(of[i] as Condition, known?.of[i])
  return parts
}

/** The outcome of the whole, which remembers that of its parts. */
export function outcomeOfParts(
  known: PartsMemory | undefined,
  parts: readonly Outcome[],
  { truth, since, wakeAt, pending, memory }: Outcome,
): Outcome {
  return { truth, since, memory: partsMemory(known, parts, memory), wakeAt, pending }
}

/** The memory of the parts: the one before when nothing is otherwise, so that what is quiet makes nothing anew. */
function partsMemory(known: PartsMemory | undefined, parts: readonly Outcome[], since: Memory): PartsMemory {
  if (known !== undefined && known.since === since && isSame(known.of, parts)) return known
  return { of: parts.map(part => part.memory), since }
}

function isSame(known: readonly Memory[], parts: readonly Outcome[]): boolean {
  for (let i = 0; i < parts.length; i++) if (parts[i]?.memory !== known[i]) return false
  return true
}
