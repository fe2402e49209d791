import { expect, test } from 'vitest'
import { ticketTitle } from '#domain/explain/ticketTitle.ts'

const namesIn = (language: 'en' | 'zh') => ({
  faultName: (code: string) => `fault ${code}`,
  trouble: (code: string) => `trouble ${code}`,
  pick: (text: { en: string; zh: string }) => text[language],
})
const PLAN = { id: 't-1', origin: 'plan', title: '电梯半月维护保养 · Lift half-month maintenance' } as const

test('what the service wrote in both languages is read in one; what people wrote stays as it is', () => {
  expect(ticketTitle(PLAN, namesIn('en'))).toBe('Lift half-month maintenance')
  expect(ticketTitle(PLAN, namesIn('zh'))).toBe('电梯半月维护保养')
  expect(ticketTitle({ ...PLAN, origin: 'staff' }, namesIn('en'))).toBe(PLAN.title)
  expect(ticketTitle({ ...PLAN, title: 'Pump · weekly' }, namesIn('zh'))).toBe('Pump · weekly')
  expect(ticketTitle({ ...PLAN, title: '水泵 · 每周' }, namesIn('en'))).toBe('水泵 · 每周')
})

test('the fault comes first, then the words, then the kind of trouble, then the id', () => {
  const names = namesIn('en')
  expect(ticketTitle({ id: 't-1', faultCode: 'F', title: 'x' }, names)).toBe('fault F')
  expect(ticketTitle({ id: 't-1', title: 'x', trouble: 'leak' }, names)).toBe('x')
  expect(ticketTitle({ id: 't-1', trouble: 'leak' }, names)).toBe('trouble leak')
  expect(ticketTitle({ id: 't-1' }, names)).toBe('t-1')
})
