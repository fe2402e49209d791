import type { FaultRule } from '#domain/equipmentClass.ts'
import type { Seen, Severity } from '#domain/faults.ts'
import type { Millis } from '#domain/time.ts'
import type { Context, Memory, Outcome } from './conditions/context.ts'
import { durationMs } from './conditions/quantity.ts'
import { grade } from './grade.ts'
import { lookAway, lookOn, type Seeing, seenOf, type Watched } from './seeing.ts'

/** The open occurrence, with how often it has come and how it is graded. */
export interface Firing {
  id: string
  firedAt: Millis
  /** 1 when left out. */
  count?: number
  /** Left out when it is the rule's own. */
  severity?: Severity
  /** Since when a milder grade lasts. */
  milderSince?: Millis
}

/** One fault of one piece of equipment between two evaluations: plain JSON, never changed in place. */
export interface FaultMemory {
  fire?: Memory
  clear?: Memory
  tiers?: readonly Memory[]
  firing?: Firing
  /** What it has shown since it is open. */
  seen?: Seeing
  /** While it is open: since when its own condition does not hold any more. */
  overSince?: Millis
  /** Since when its end is put off by `keepFiringS`. */
  keptSince?: Millis
  /** What the device itself last said about this fault. */
  reported?: { active: boolean; ts: Millis }
  resolvedAt?: Millis
  /** The occurrence that ended at `resolvedAt`, which may come again. */
  last?: { id: string; count: number }
}

/** What an evaluation or a device's word changed. `at` is event time: when it happened, not when it was noticed. */
export interface Advance {
  memory: FaultMemory
  transition?: Transition
  wakeAt: Millis
  pending?: Outcome['pending']
}

export interface Transition {
  to: 'firing' | 'resolved' | 'changed'
  id: string
  at: Millis
  occurrences?: number
  severity?: Severity
  seen?: Seen
}

/** What the life of a fault needs besides the conditions' context. */
export interface FaultContext extends Context {
  newId(firedAt: Millis): string
  /** The clear condition learns what is normal, so it watches also while nothing fires. */
  learnsClear: boolean
  /** The metrics of which is noted how far they pass the limits of its own condition. */
  watched: readonly Watched[]
}

/** A fault that comes again this soon is the same one, counted (chattering; ISA-18.2 §16.5). */
const REOPEN_WITHIN_S = 300

/**
 * Evaluates a fault once: inactive → firing when its condition holds, firing → resolved when its clear condition holds
 * and its own does not. In between, while anything is unknown, and while latched, an open fault stays open.
 */
export function advance(rule: FaultRule, memory: FaultMemory, context: FaultContext): Advance {
  const fire = lookAtFire(rule, memory, context)
  const looked: FaultMemory = fire.memory === memory.fire ? memory : { ...memory, fire: fire.memory }
  if (memory.firing) return watchForEnd(rule, looked, fire, context)
  const known = watchTiers(rule, looked, context)
  if (fire.truth === true) return raise(rule, known, fire, fire.since, context)
  const clear = context.learnsClear ? context.step(rule.clear, memory.clear).memory : memory.clear
  return { memory: clear === memory.clear ? known : { ...known, clear }, wakeAt: fire.wakeAt, pending: fire.pending }
}

/** The durations of tiers count from when they began, also before the fault itself fires. */
function watchTiers(rule: FaultRule, memory: FaultMemory, context: FaultContext): FaultMemory {
  if (!rule.tiers) return memory
  const tiers = rule.tiers.map((tier, i) => context.step(tier.condition, memory.tiers?.[i]).memory)
  return memory.tiers && tiers.every((each, i) => each === memory.tiers?.[i]) ? memory : { ...memory, tiers }
}

function lookAtFire(rule: FaultRule, memory: FaultMemory, context: FaultContext): Outcome {
  context.active = undefined
  context.reported = memory.reported?.active
  return context.step(rule.condition, memory.fire)
}

function raise(rule: FaultRule, memory: FaultMemory, fire: Outcome, since: Millis, context: FaultContext): Advance {
  const firedAt = Math.max(since, (memory.resolvedAt ?? -1) + 1)
  const { last, resolvedAt = -Infinity, ...rest } = memory
  const again = last && firedAt - resolvedAt <= durationMs(rule.reopenWithinS ?? REOPEN_WITHIN_S, context)
  const firing: Firing = again
    ? { id: last.id, firedAt, count: last.count + 1 }
    : { id: context.newId(firedAt), firedAt }
  const opened = watchForEnd(rule, { ...rest, firing }, fire, context)
  return { ...opened, transition: told('firing', opened.memory.firing ?? firing, firedAt) }
}

const told = (to: 'firing' | 'changed', { id, count, severity }: Firing, at: Millis): Transition => ({
  to,
  id,
  at,
  ...(count !== undefined && { occurrences: count }),
  ...(severity !== undefined && { severity }),
})

function watchForEnd(rule: FaultRule, memory: FaultMemory, fire: Outcome, context: FaultContext): Advance {
  const { firing } = memory
  if (!firing || context.now < firing.firedAt) return { memory, wakeAt: firing?.firedAt ?? fire.wakeAt }
  context.active = fire.truth
  const clear = context.step(rule.clear, memory.clear)
  const wakeAt = Math.min(fire.wakeAt, clear.wakeAt)
  const { overSince: _, keptSince: __, ...rest } = memory
  if (fire.truth === true) {
    const seen = lookOn(memory.seen, fire.since - holdMs(rule, context), context)
    return regrade(rule, { ...rest, seen, clear: clear.memory }, wakeAt, context)
  }
  const overSince = memory.overSince ?? context.now
  const known: FaultMemory = { ...rest, overSince, clear: clear.memory }
  if (known.seen) known.seen = lookAway(known.seen, overSince)
  const over = clear.truth === true && !memory.reported?.active
  if (!over || rule.latched) return regrade(rule, known, wakeAt, context)
  const keptSince = memory.keptSince ?? Math.max(clear.since, overSince, firing.firedAt)
  const due = keptSince + durationMs(rule.keepFiringS, context)
  if (context.now >= due) return end(known, due, fire.wakeAt, context)
  return { memory: { ...known, keptSince }, wakeAt: Math.min(wakeAt, due) }
}

/** The duration that is a condition's own, which its truth is dated after. */
const holdMs = ({ condition }: FaultRule, context: FaultContext): number =>
  'forS' in condition ? durationMs(condition.forS, context) : 0

function regrade(rule: FaultRule, memory: FaultMemory, wakeAt: Millis, context: FaultContext): Advance {
  if (!rule.tiers || !memory.firing) return { memory, wakeAt }
  const graded = grade(rule, rule.tiers, memory.tiers, memory.firing, context)
  const next: Advance = {
    memory: { ...memory, firing: graded.firing, tiers: graded.memory },
    wakeAt: Math.min(wakeAt, graded.wakeAt),
  }
  if (graded.at === undefined) return next
  const severity = graded.firing.severity ?? rule.severity
  return { ...next, transition: { ...told('changed', graded.firing, graded.at), severity } }
}

function end(memory: FaultMemory, at: Millis, wakeAt: Millis, context: Pick<FaultContext, 'learnsClear'>): Advance {
  const { firing, seen, clear, overSince: _, keptSince: __, ...rest } = memory
  if (!firing) return { memory, wakeAt }
  const last = { id: firing.id, count: firing.count ?? 1 }
  const ended = { ...rest, ...(context.learnsClear && { clear }), resolvedAt: at, last }
  const shown = seen && { seen: seenOf(lookAway(seen, at)) }
  return { memory: ended, transition: { to: 'resolved', id: firing.id, at, ...shown }, wakeAt }
}

/** The device's own word, the newest so far: active fires at once; not active resolves, unless the fault is latched or telemetry still shows it. */
export function report(
  rule: FaultRule,
  memory: FaultMemory,
  said: { active: boolean; ts: Millis },
  context: FaultContext,
): Advance {
  const heard: FaultMemory = { ...memory, reported: said }
  const fire = lookAtFire(rule, heard, context)
  const known: FaultMemory = { ...heard, fire: fire.memory }
  if (said.active && !memory.firing) return raise(rule, known, fire, said.ts, context)
  if (!said.active && memory.firing && !rule.latched && fire.truth !== true)
    return end(known, Math.max(said.ts, memory.firing.firedAt), fire.wakeAt, context)
  return advance(rule, heard, context)
}

/**
 * Whether a person may reset an open fault: telemetry must say that its condition is over (not merely be silent), and
 * that its clear condition holds where telemetry can tell.
 */
export function resettable(rule: FaultRule, memory: FaultMemory, context: FaultContext): boolean {
  if (memory.reported?.active) return false
  const fire = lookAtFire(rule, memory, context)
  if (fire.truth !== false || fire.pending) return false
  context.active = false
  return rule.clear.type === 'manual' || context.step(rule.clear, memory.clear).truth === true
}

/** A person's reset, after {@link resettable}. What comes after it is new, however soon. */
export function reset(memory: FaultMemory, at: Millis, context: Pick<FaultContext, 'learnsClear'>): Advance {
  const done = end(memory, Math.max(at, memory.firing?.firedAt ?? at), at, context)
  const { last: _, ...rest } = done.memory
  return { ...done, memory: rest }
}
