import type { RouteLocationRaw } from 'vue-router'
import type { Share } from '#domain/ruleRecord.ts'
import { useServices } from '../../services.ts'
import type { FigureCell } from './FigureTable.vue'
import { faultsBehind, ticketsBehind } from './figureLink.ts'

const HOUR_MS = 3_600_000

/** A number as the API gives it, with the filter that lists what was counted. */
interface Behind {
  count: number
  filter: object
}

/** Ways to write a figure; what is not known is a dash. `of` is what a mean, a sum or a share is reckoned over. */
export function useCells() {
  const { formats } = useServices()
  const cell = (value: number | undefined, text: (known: number) => string, of?: Behind): FigureCell => ({
    text: value === undefined ? '–' : text(value),
    value,
    ...(value !== undefined && of !== undefined && of.count > 0 && { behind: ticketsBehind(of.filter) }),
  })
  const linked = (value: number, behind: RouteLocationRaw): FigureCell => ({
    text: formats.number(value, 9),
    value,
    ...(value !== 0 && { behind }),
  })
  return {
    counted: (of: Behind) => linked(of.count, ticketsBehind(of.filter)),
    alarms: (of: Behind) => linked(of.count, faultsBehind(of.filter)),
    linked,
    number: (value: number | undefined, of?: Behind) => cell(value, known => formats.number(known), of),
    share: (value: number | undefined, of?: Behind) => cell(value, known => formats.percent(known), of),
    /** A share and the bounds of its interval, a cell each. */
    interval: (value: Share | undefined, of?: Behind): [FigureCell, FigureCell] => [
      cell(value?.value, known => formats.percent(known), of),
      { text: value ? `${formats.percent(value.low)} – ${formats.percent(value.high)}` : '–' },
    ],
    /** Of a year, the second digit after the point is still 53 minutes. */
    availability: (value: number | undefined, of?: Behind) => cell(value, known => formats.percent(known, 2), of),
    hours: (value: number | undefined, of?: Behind) => cell(value, known => formats.duration(known * HOUR_MS), of),
    money: (value: number | undefined, of?: Behind) =>
      cell(value, known => `¥${formats.number(Math.round(known), 9)}`, of),
  }
}
