import type { Millis } from '#domain/time.ts'

const UNIT_MS = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000, ms: 1 } as const
const WHOLE = /^(?:\d+(?:\.\d+)?(?:ms|[dhms]))+$/
const PART = /(\d+(?:\.\d+)?)(ms|[dhms])/g

/** Milliseconds of `90s`, `5m`, `1h30m` or `7d`; undefined when it is none. */
export function parseDuration(text: string): Millis | undefined {
  if (!WHOLE.test(text)) return undefined
  const parts = [...text.matchAll(PART)]
  return parts.reduce((ms, [, number, unit]) => ms + Number(number) * UNIT_MS[unit as keyof typeof UNIT_MS], 0)
}

/** The same the other way round, in the largest units that fit: `1h30m`; nothing is `0s`. */
export function formatDuration(ms: Millis): string {
  let rest = ms
  let text = ''
  for (const [unit, size] of Object.entries(UNIT_MS)) {
    const count = unit === 'ms' ? rest / size : Math.floor(rest / size)
    rest -= count * size
    if (count > 0) text += `${count}${unit}`
  }
  return text || '0s'
}

/** As {@link parseDuration}. @throws Error with what is wrong, in words */
export function duration(text: string): Millis {
  const ms = parseDuration(text)
  if (ms === undefined) throw new Error(`"${text}" is not a duration, such as 30s, 5m or 1h30m`)
  return ms
}
