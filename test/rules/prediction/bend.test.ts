import { expect, test } from 'vitest'
import { bend } from '../../../rules/prediction/bend.ts'

const at = (values: readonly number[]) => values.map((value, day) => [day, value] as const)

test('less than four points in a half do not tell a bend from noise', () => {
  for (const values of [
    [10, 11, 12, 13.1],
    [10, 11, 12, 12.9, 14],
    [10, 10.1, 10.2, 12, 14, 16],
  ])
    expect(bend(at(values), 1)).toBeUndefined()
})

test('wear that goes faster, or slower, is a bend, towards a limit above as below', () => {
  const faster = [10, 10.1, 10.2, 10.3, 12, 14, 16, 18]
  expect(bend(at(faster), 1)).toBe('faster')
  expect(bend(at(faster.map(value => -value)), -1)).toBe('faster')
  expect(bend(at(faster.toReversed().map(value => -value)), 1)).toBe('slower')
  expect(bend(at([10, 11, 12, 13, 14, 15, 16, 17]), 1)).toBeUndefined()
})
