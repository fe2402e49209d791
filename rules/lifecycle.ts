import type { FaultRule } from '#domain/equipmentClass.ts'
import type { Millis } from '#domain/time.ts'
import type { Context, Memory, Outcome } from './conditions/context.ts'

/** One fault of one piece of equipment between two evaluations: plain JSON. */
export interface FaultMemory {
  fire?: Memory
  clear?: Memory
  /** The open occurrence. */
  firing?: { id: string; firedAt: Millis }
  /** What the device itself last said about this fault. */
  reported?: { active: boolean; ts: Millis }
  resolvedAt?: Millis
  /** While it is open: since when its own condition does not hold any more. */
  overSince?: Millis
}

/** What an evaluation or a device's word changed. `at` is event time: when it happened, not when it was noticed. */
export interface Advance {
  memory: FaultMemory
  transition?: { to: 'firing' | 'resolved'; id: string; at: Millis }
  wakeAt: Millis
  pending?: Outcome['pending']
}

/** What the life of a fault needs besides the conditions' context. */
export interface FaultContext extends Context {
  newId(firedAt: Millis): string
}

/**
 * Evaluates a fault once: inactive → firing when its condition holds, firing → resolved when its clear condition holds
 * and its own does not. In between, while anything is unknown, and while latched, an open fault stays open.
 */
export function advance(rule: FaultRule, memory: FaultMemory, context: FaultContext): Advance {
  context.active = undefined
  const fire = context.step(rule.condition, memory.fire)
  const known: FaultMemory = { ...memory, fire: fire.memory }
  if (memory.firing) return watchForEnd(rule, known, fire, context)
  if (fire.truth !== true) return { memory: known, wakeAt: fire.wakeAt, pending: fire.pending }
  return raise(rule, known, fire, fire.since, context)
}

function raise(rule: FaultRule, memory: FaultMemory, fire: Outcome, since: Millis, context: FaultContext): Advance {
  const firedAt = Math.max(since, (memory.resolvedAt ?? -1) + 1)
  const id = context.newId(firedAt)
  const opened = watchForEnd(rule, { ...memory, firing: { id, firedAt } }, fire, context)
  return { ...opened, transition: { to: 'firing', id, at: firedAt } }
}

function watchForEnd(rule: FaultRule, memory: FaultMemory, fire: Outcome, context: FaultContext): Advance {
  const { firing } = memory
  if (!firing || context.now < firing.firedAt) return { memory, wakeAt: firing?.firedAt ?? fire.wakeAt }
  context.active = fire.truth
  const clear = context.step(rule.clear, memory.clear)
  const wakeAt = Math.min(fire.wakeAt, clear.wakeAt)
  const { overSince: _, ...rest } = memory
  if (fire.truth === true) return { memory: { ...rest, clear: clear.memory }, wakeAt }
  const overSince = memory.overSince ?? context.now
  const over = clear.truth === true && !memory.reported?.active
  if (!over || rule.latched) return { memory: { ...rest, overSince, clear: clear.memory }, wakeAt }
  return end(memory, Math.max(clear.since, overSince, firing.firedAt), fire.wakeAt)
}

function end(memory: FaultMemory, at: Millis, wakeAt: Millis): Advance {
  const { firing, clear: _, overSince: __, ...rest } = memory
  if (!firing) return { memory, wakeAt }
  return { memory: { ...rest, resolvedAt: at }, transition: { to: 'resolved', id: firing.id, at }, wakeAt }
}

/** The device's own word, the newest so far: active fires at once; not active resolves, unless the fault is latched or telemetry still shows it. */
export function report(
  rule: FaultRule,
  memory: FaultMemory,
  said: { active: boolean; ts: Millis },
  context: FaultContext,
): Advance {
  context.active = undefined
  const fire = context.step(rule.condition, memory.fire)
  const known: FaultMemory = { ...memory, fire: fire.memory, reported: said }
  if (said.active && !memory.firing) return raise(rule, known, fire, said.ts, context)
  if (!said.active && memory.firing && !rule.latched && fire.truth !== true)
    return end(known, Math.max(said.ts, memory.firing.firedAt), fire.wakeAt)
  return advance(rule, { ...memory, reported: said }, context)
}

/**
 * Whether a person may reset an open fault: telemetry must say that its condition is over (not merely be silent), and
 * that its clear condition holds where telemetry can tell.
 */
export function resettable(rule: FaultRule, memory: FaultMemory, context: FaultContext): boolean {
  if (memory.reported?.active) return false
  context.active = undefined
  const fire = context.step(rule.condition, memory.fire)
  if (fire.truth !== false || fire.pending) return false
  context.active = false
  return rule.clear.type === 'manual' || context.step(rule.clear, memory.clear).truth === true
}

/** A person's reset, after {@link resettable}. */
export const reset = (memory: FaultMemory, at: Millis): Advance =>
  end(memory, Math.max(at, memory.firing?.firedAt ?? at), at)
