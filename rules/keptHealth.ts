import type { SpoolReader } from '#domain/spool.ts'
import type { Millis } from '#domain/time.ts'
import type { ClassRule } from './classRules.ts'
import { fillBatch } from './fillBatch.ts'
import { BATCH, TIMING } from './timing.ts'

const HEALTH_KEY = 'rule:'

/** How a rule has done, as it is kept between two runs of the service. */
interface KeptHealth {
  /** The version that a person made; the counts of another say nothing. */
  rule?: number
  evaluations: number
  firings: number
  errors: number
  lastEvaluated?: Millis
  lastError?: string
  timed: ClassRule['timed']
}

type Entry = readonly [key: string, json: string]

export const healthKey = ({ health }: Pick<ClassRule, 'health'>): string =>
  `${HEALTH_KEY}${health.class} ${health.code}`

function toKeep({ fault: { version }, health, timed }: ClassRule): KeptHealth {
  const { evaluations, firings, errors, lastEvaluated, lastError } = health
  return {
    ...(version !== undefined && { rule: version }),
    evaluations,
    firings,
    errors,
    timed,
    ...(lastEvaluated !== undefined && { lastEvaluated }),
    ...(lastError !== undefined && { lastError }),
  }
}

/** The rules that were evaluated since they were kept last. */
function* changed(rules: Iterable<ClassRule>): IterableIterator<Entry> {
  for (const rule of rules) {
    if (rule.health.evaluations === rule.kept.evaluations) continue
    rule.kept.evaluations = rule.health.evaluations
    yield [healthKey(rule), JSON.stringify(toKeep(rule))]
  }
}

/** Goes on counting where an earlier run of the service stopped. */
export function restoreHealth(rule: ClassRule, json: string): void {
  const { rule: version, timed, ...health }: KeptHealth = JSON.parse(json)
  if (version !== rule.fault.version) return
  Object.assign(rule.health, health)
  Object.assign(rule.timed, timed)
  rule.kept.evaluations = health.evaluations
}

interface HealthKeeper {
  /** Begins to write when it is time, or writes the next slice. */
  goOn(now: Millis): void
  /** Writes all there is. */
  finish(): void
}

/**
 * Keeps how the rules have done beside their states, a few at a time and the cursor where it is. A crash loses what was
 * counted since the last time, {@link TIMING.health} at most, and counts again what is read again.
 */
export function createHealthKeeper(
  { rules }: { rules(): Iterable<ClassRule> },
  reader: Pick<SpoolReader, 'commit' | 'position'>,
  start: Millis,
): HealthKeeper {
  let startedAt = start
  let running: Iterator<Entry> | undefined
  const writeSlice = (entries: Iterator<Entry>) => {
    const slice: Entry[] = []
    fillBatch(slice, entries, BATCH.states)
    if (slice.length > 0) reader.commit(reader.position(), slice)
    return slice.length === BATCH.states
  }
  return {
    goOn: now => {
      if (!running && now - startedAt < TIMING.health) return
      if (!running) startedAt = now
      running ??= changed(rules())
      if (!writeSlice(running)) running = undefined
    },
    finish: () => {
      const rest = changed(rules())
      while (writeSlice(rest));
    },
  }
}
