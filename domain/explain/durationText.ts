import type { Language } from './language.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** The names of the units of time in one language, shortest first. */
interface TimeUnits {
  s: string
  min: string
  h: string
  d: string
  /** Between number and unit, and between two such pairs. */
  gap: string
}

export const TIME_UNITS: Record<Language, TimeUnits> = {
  zh: { s: '秒', min: '分', h: '小时', d: '天', gap: ' ' },
  en: { s: 's', min: 'min', h: 'h', d: 'd', gap: ' ' },
}

/** A length of time in its two largest units: `45 s`, `12 min`, `2 h 05 min`, `3 d 4 h`. */
export function durationText(ms: number, units: TimeUnits): string {
  const span = Math.max(0, ms)
  const { gap } = units
  if (span < MINUTE) return `${Math.floor(span / SECOND)}${gap}${units.s}`
  if (span < HOUR) return `${Math.floor(span / MINUTE)}${gap}${units.min}`
  if (span < DAY) {
    const minutes = Math.floor((span % HOUR) / MINUTE)
    const hours = `${Math.floor(span / HOUR)}${gap}${units.h}`
    return minutes === 0 ? hours : `${hours}${gap}${String(minutes).padStart(2, '0')}${gap}${units.min}`
  }
  const hours = Math.floor((span % DAY) / HOUR)
  const days = `${Math.floor(span / DAY)}${gap}${units.d}`
  return hours === 0 ? days : `${days}${gap}${hours}${gap}${units.h}`
}
