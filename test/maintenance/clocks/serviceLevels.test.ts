import { expect, test } from 'vitest'
import { loadCatalogue } from '#domain/catalogue.ts'
import type { Equipment } from '#domain/equipment.ts'
import type { Priority, TicketKind } from '#domain/tickets.ts'
import { promisesOf } from '../../../maintenance/clocks/serviceLevels.ts'

const catalogue = loadCatalogue()
const pump = { class: 'fire-pump', params: {} } as unknown as Equipment
const lift = { class: 'elevator', params: {} } as unknown as Equipment

const minutesDue = (priority: Priority, minor = false, equipment = pump, kind: TicketKind = 'repair') =>
  Object.fromEntries(
    promisesOf(catalogue, catalogue.serviceLevels, { kind, priority, minor, equipment }).map(p => [
      p.kind,
      'elapsedMin' in p.span ? p.span.elapsedMin : `${p.span.workingDays} working days`,
    ]),
  )
const day = 1440

test('each priority promises what catalogue §5.3 says', () => {
  expect(minutesDue('P0')).toEqual({
    acknowledge: 1,
    dispatch: 3,
    arrive: 30,
    makeSafe: 60,
    respond: day,
    resolve: day,
  })
  expect(minutesDue('P1')).toEqual({
    acknowledge: 10,
    dispatch: 15,
    arrive: 60,
    makeSafe: 240,
    respond: day,
    resolve: day,
  })
  expect(minutesDue('P2')).toEqual({
    acknowledge: 60,
    dispatch: 240,
    arrive: day,
    respond: day,
    resolve: '3 working days',
  })
  expect(minutesDue('P2', true)).toMatchObject({ resolve: '1 working days' })
  expect(minutesDue('P3', true)).toEqual({ acknowledge: day, respond: day, resolve: '3 working days' })
  expect(minutesDue('P4')).toEqual({ acknowledge: day, respond: day, resolve: 14 * day })
})

test('a trapped passenger is reached within the limit of the place', () => {
  expect(minutesDue('P0', false, lift).arrive).toBe(30)
  expect(minutesDue('P0', false, { ...lift, params: { arrivalLimitMin: 60 } }).arrive).toBe(60)
  expect(minutesDue('P1', false, { ...lift, params: { arrivalLimitMin: 30 } }).arrive).toBe(60)
})

test('a question is answered, nobody has to come', () => {
  expect(minutesDue('P3', false, pump, 'question')).toEqual({
    acknowledge: day,
    respond: day,
    resolve: '3 working days',
  })
})
