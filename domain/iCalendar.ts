import type { Millis } from './time.ts'

/** An event that lasts a whole day. */
export interface DayEvent {
  /** The same in every version of the calendar. */
  uid: string
  /** `2026-11-23`. */
  day: string
  summary: string
  description: string
  url?: string
  status: 'CONFIRMED' | 'TENTATIVE' | 'CANCELLED'
}

const encoder = new TextEncoder()
/** A line is at most so many octets long, beside its break (RFC 5545 3.1). */
const OCTETS = 75

/** A text value (RFC 5545 3.3.11); what is no text in a line is left out. */
const text = (value: string): string =>
  value
    .replaceAll(/[\\;,]/g, found => `\\${found}`)
    .replaceAll(/\r\n|\r|\n/g, '\\n')
    .replaceAll(/[^\P{Cc}\t]/gu, '')

/** A content line, folded between characters. */
function fold(line: string): string {
  let folded = ''
  let room = OCTETS
  for (const char of line) {
    const octets = encoder.encode(char).length
    if (octets > room) {
      folded += '\r\n '
      room = OCTETS - 1
    }
    folded += char
    room -= octets
  }
  return `${folded}\r\n`
}

const compact = (day: string): string => day.replaceAll('-', '')
const stamp = (at: Millis): string => `${new Date(at).toISOString().replaceAll(/[-:]|\.\d+/g, '')}`

function eventLines({ uid, day, summary, description, url, status }: DayEvent, at: Millis): string[] {
  return [
    'BEGIN:VEVENT',
    `UID:${text(uid)}`,
    `DTSTAMP:${stamp(at)}`,
    `DTSTART;VALUE=DATE:${compact(day)}`,
    `SUMMARY:${text(summary)}`,
    `DESCRIPTION:${text(description)}`,
    ...(url === undefined ? [] : [`URL:${url}`]),
    `STATUS:${status}`,
    'TRANSP:TRANSPARENT',
    'END:VEVENT',
  ]
}

/**
 * A calendar as RFC 5545 has it, to be read again every hour (RFC 7986 5.7).
 * @param at when it was made
 */
export function iCalendar(name: string, events: readonly DayEvent[], at: Millis): string {
  return [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Caretaker//Planned visits//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `NAME:${text(name)}`,
    `X-WR-CALNAME:${text(name)}`,
    'REFRESH-INTERVAL;VALUE=DURATION:PT1H',
    'X-PUBLISHED-TTL:PT1H',
    ...events.flatMap(event => eventLines(event, at)),
    'END:VCALENDAR',
  ]
    .map(fold)
    .join('')
}
