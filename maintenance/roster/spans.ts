import type { Millis } from '#domain/time.ts'

/** From a moment up to, not including, another. */
export interface Span {
  from: Millis
  to: Millis
}

/** What is left of a span without the others, in the order of time. */
export function without({ from, to }: Span, holes: readonly Span[]): Span[] {
  const left: Span[] = []
  let at = from
  for (const hole of [...holes].sort((a, b) => a.from - b.from)) {
    if (hole.to <= at) continue
    if (hole.from >= to) break
    if (hole.from > at) left.push({ from: at, to: hole.from })
    at = hole.to
  }
  if (at < to) left.push({ from: at, to })
  return left
}
