import { expect, test } from 'vitest'
import { isOf, usualWhose, WHOSE } from '../../../dashboard/web/src/pages/tickets/whose.ts'

const shownTo = (username: string, ticket: Parameters<typeof isOf>[0]) =>
  WHOSE.filter(whose => isOf(ticket, whose, username))

test('a ticket is shown to those who go, and to whoever looks for one that nobody goes to', () => {
  expect(shownTo('zhang', { technician: 'zhang', technicianProposed: false })).toEqual(['all', 'mine'])
  expect(shownTo('zhang', { technician: 'li', technicianProposed: false, second: 'zhang' })).toEqual(['all', 'mine'])
  expect(shownTo('zhang', { technician: 'li', technicianProposed: false })).toEqual(['all'])
  expect(shownTo('zhang', { technicianProposed: false })).toEqual(['all', 'nobody'])
})

test('who is only proposed does not go yet', () => {
  expect(shownTo('zhang', { technician: 'zhang', technicianProposed: true })).toEqual(['all', 'nobody'])
})

test('technicians see their own work first', () => {
  expect(usualWhose({ role: 'technician' })).toBe('mine')
  expect(usualWhose({ role: 'dispatcher' })).toBe('all')
})
