import { useServices } from '../../services.ts'
import type { FigureCell } from './FigureTable.vue'

const HOUR_MS = 3_600_000

/** Ways to write a figure; what is not known is a dash. */
export function useCells() {
  const { formats } = useServices()
  const cell = (value: number | undefined, text: (known: number) => string): FigureCell => ({
    text: value === undefined ? '–' : text(value),
    value,
  })
  return {
    counted: ({ count, filter }: { count: number; filter: object }): FigureCell => ({
      text: formats.number(count, 9),
      value: count,
      filter,
    }),
    number: (value: number | undefined) => cell(value, known => formats.number(known)),
    share: (value: number | undefined) => cell(value, formats.percent),
    hours: (value: number | undefined) => cell(value, known => formats.duration(known * HOUR_MS)),
    money: (value: number | undefined) => cell(value, known => `¥${formats.number(Math.round(known), 9)}`),
  }
}
