import { computed, type Ref } from 'vue'
import { durationText, TIME_UNITS } from '#domain/explain/durationText.ts'
import { TAGS } from '#domain/explain/language.ts'
import { millis } from '../api/millis.ts'
import type { Locale } from '../i18n/say.ts'

type Time = string | number

/** Numbers and times in the reader's language, on the 24-hour clock of the sites' time zone. */
export interface Formats {
  readonly zone: Readonly<Ref<string>>
  number(value: number, digits?: number): string
  /** Whole percents, or as many digits as it takes to tell a share from none and from all. */
  percent(share: number, digits?: number): string
  time(at: Time): string
  /** Time of day today, with the date on other days. */
  moment(at: Time): string
  /** The day with its year. */
  date(at: Time): string
  dateTime(at: Time): string
  /** A day of a calendar (`2026-11-23`), whatever the zone. */
  day(day: string): string
  /** Only so much of a day of a calendar. */
  dayPart(day: string, part: DayPart): string
  duration(ms: number): string
}

const DAY_PARTS = {
  weekday: { weekday: 'short' },
  weekdayLetter: { weekday: 'narrow' },
  monthDay: { month: 'numeric', day: 'numeric' },
  month: { month: 'long' },
  monthOfYear: { year: 'numeric', month: 'long' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>
type DayPart = keyof typeof DAY_PARTS

const DATE = { year: 'numeric', month: '2-digit', day: '2-digit' } as const

/** Digits after the point of a percentage at which 99.92 % is not yet 100 %, nor 0.04 % nothing. */
function telling(share: number): number {
  const apart = Math.min(Math.abs(share), Math.abs(1 - share))
  return apart > 1e-10 && apart < 0.01 ? Math.ceil(-Math.log10(apart)) - 2 : 0
}

export function createFormats(locale: Readonly<Ref<Locale>>, zone: Ref<string>): Formats {
  const tools = computed(() => {
    const tag = TAGS[locale.value]
    const timed = (options: Intl.DateTimeFormatOptions) =>
      new Intl.DateTimeFormat(tag, { timeZone: zone.value, hourCycle: 'h23', ...options })
    const clock = { hour: '2-digit', minute: '2-digit' } as const
    return {
      tag,
      time: timed({ ...clock, second: '2-digit' }),
      clock: timed(clock),
      day: timed({ month: 'short', day: 'numeric' }),
      date: timed(DATE),
      calendar: timed({ ...DATE, timeZone: 'UTC' }),
      parts: Object.fromEntries(
        Object.entries(DAY_PARTS).map(([part, options]) => [part, timed({ ...options, timeZone: 'UTC' })]),
      ) as Record<DayPart, Intl.DateTimeFormat>,
    }
  })
  const sameDay = (at: number) => tools.value.date.format(at) === tools.value.date.format(Date.now())
  const clockOf = (at: number) => tools.value.clock.format(at)

  return {
    zone,
    number: (value, digits = 4) =>
      new Intl.NumberFormat(tools.value.tag, { maximumSignificantDigits: digits }).format(value),
    percent: (share, digits = 0) => {
      const maximumFractionDigits = Math.max(digits, telling(share))
      return new Intl.NumberFormat(tools.value.tag, { style: 'percent', maximumFractionDigits }).format(share)
    },
    time: at => tools.value.time.format(millis(at)),
    moment: at => {
      const ms = millis(at)
      return sameDay(ms) ? clockOf(ms) : `${tools.value.day.format(ms)} ${clockOf(ms)}`
    },
    date: at => tools.value.date.format(millis(at)),
    dateTime: at => `${tools.value.date.format(millis(at))} ${tools.value.time.format(millis(at))}`,
    day: day => tools.value.calendar.format(Date.parse(day)),
    dayPart: (day, part) => tools.value.parts[part].format(Date.parse(day)),
    duration: ms => durationText(ms, TIME_UNITS[locale.value]),
  }
}
