import { expect, test } from 'vitest'
import { changedFields, onTopOf } from '../../../dashboard/web/src/versions/changedFields.ts'

const BASE = { name: 'pad', unit: 'pc', stores: [{ store: 'main', least: 1 }], days: 3 }

test('only what is not as it was is a change, in whatever order the keys stand', () => {
  expect(changedFields(BASE, { ...BASE, stores: [{ least: 1, store: 'main' }] })).toEqual({})
  expect(changedFields(BASE, { ...BASE, days: 4, stores: [] })).toEqual({ days: 4, stores: [] })
})

test('what somebody else changed stays where I said nothing, and mine where I did', () => {
  const theirs = { ...BASE, name: 'theirs', days: 9 }
  expect(onTopOf(theirs, BASE, { ...BASE, name: 'mine', stores: [] })).toEqual({ ...theirs, name: 'mine', stores: [] })
  expect(onTopOf(theirs, BASE, BASE)).toEqual(theirs)
})
