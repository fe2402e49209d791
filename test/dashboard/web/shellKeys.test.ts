import { expect, test } from 'vitest'
import { findEntries } from '../../../dashboard/web/src/shell/find/findEntries.ts'
import { type PressedKey, shellAct } from '../../../dashboard/web/src/shell/keys/shellKeys.ts'

const press = (key: string, held: Partial<PressedKey> = {}): PressedKey => ({
  key,
  ...{ ctrlKey: false, metaKey: false, altKey: false },
  ...held,
})
const FREE = { waiting: false, single: true }

test('Ctrl K finds wherever one is; single keys only where nobody types and they are on', () => {
  for (const single of [true, false])
    for (const held of [{ ctrlKey: true }, { metaKey: true }])
      expect(shellAct(press('k', held), { waiting: false, single })).toEqual({ act: 'find' })
  expect(shellAct(press('?'), FREE)).toEqual({ act: 'help' })
  expect(shellAct(press('/'), FREE)).toEqual({ act: 'search' })
  for (const key of ['?', '/', 'g', 't'])
    expect(shellAct(press(key), { waiting: true, single: false }), key).toBeUndefined()
  expect(shellAct(press('/', { ctrlKey: true }), FREE)).toBeUndefined()
})

test('g and a second key go to a page; another key or a second key alone goes nowhere', () => {
  expect(shellAct(press('g'), FREE)).toEqual({ act: 'await' })
  expect(shellAct(press('t'), { ...FREE, waiting: true })).toEqual({ act: 'go', to: '/tickets' })
  expect(shellAct(press('t'), FREE)).toBeUndefined()
  expect(shellAct(press('x'), { ...FREE, waiting: true })).toBeUndefined()
})

test('what starts as one types comes first, then names, then where it is; every word has to fit', () => {
  const entry = (label: string, note: string, also = '') => ({ key: note, kind: '', label, note, also, to: `/${note}` })
  const entries = [
    entry('Pump', 'p-1', 'Lift street'),
    entry('Goods lift', 'lift-2'),
    entry('Lift 1', 'lift-1'),
    entry('Door', 't-12'),
  ]
  const found = (text: string) => findEntries(entries, text).map(({ note }) => note)
  expect(found('lift')).toEqual(['lift-1', 'lift-2', 'p-1'])
  expect(found('LIFT goods')).toEqual(['lift-2'])
  expect(found('t-12')).toEqual(['t-12'])
  expect(found('nothing')).toEqual([])
  expect(found('')).toHaveLength(4)
})
