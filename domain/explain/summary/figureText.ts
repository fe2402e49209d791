import { durationText, TIME_UNITS } from '../durationText.ts'
import { type Language, TAGS } from '../language.ts'

const HOUR = 3_600_000

/** Ways to write a figure; what is not known is a dash. */
export interface FigureText {
  number(value: number | undefined): string
  share(value: number | undefined): string
  /** With the second digit: of a year, it is still 53 minutes. */
  availability(value: number | undefined): string
  hours(value: number | undefined): string
  money(value: number | undefined): string
}

export function figureText(language: Language): FigureText {
  const format = (options: Intl.NumberFormatOptions) => new Intl.NumberFormat(TAGS[language], options)
  const plain = format({ maximumFractionDigits: 2 })
  const whole = format({ maximumFractionDigits: 0 })
  const percent = format({ style: 'percent', maximumFractionDigits: 1 })
  const fine = format({ style: 'percent', maximumFractionDigits: 2 })
  const told = (value: number | undefined, text: (known: number) => string) => (value === undefined ? '–' : text(value))
  return {
    number: value => told(value, known => plain.format(known)),
    share: value => told(value, known => percent.format(known)),
    availability: value => told(value, known => fine.format(known)),
    hours: value => told(value, known => durationText(known * HOUR, TIME_UNITS[language])),
    money: value => told(value, known => `¥${whole.format(known)}`),
  }
}
