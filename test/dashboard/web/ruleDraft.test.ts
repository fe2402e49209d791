import { Compile } from 'typebox/compile'
import { expect, test } from 'vitest'
import { loadCatalogue } from '#domain/catalogue.ts'
import type { Condition } from '#domain/condition.ts'
import { partsOf } from '#domain/conditionParts.ts'
import { NewRule } from '#domain/rules.ts'
import { numbersOf, withField } from '../../../dashboard/web/src/pages/rulebook/conditionParts.ts'
import { firingBars } from '../../../dashboard/web/src/pages/rulebook/firingBars.ts'
import { changeOf, draftOf } from '../../../dashboard/web/src/pages/rulebook/ruleDraft.ts'

const classes = [...loadCatalogue().classes.values()]

test('a rule of the catalogue that is drafted and left alone is accepted as it is and changes nothing', () => {
  const accepted = Compile(NewRule)
  for (const entry of classes)
    for (const rule of entry.faults) {
      const draft = draftOf(entry.code, rule)
      expect([rule.code, changeOf(rule, draft), accepted.Check(draft)]).toEqual([rule.code, {}, true])
    }
})

test('every number and every part of the catalogue’s conditions is asked for, and replaced where it stands', () => {
  const visit = (condition: Condition): void => {
    for (const key of numbersOf(condition)) expect(withField(condition, key, 7)).toMatchObject({ [key]: 7 })
    for (const { key, index, part } of partsOf(condition)) {
      expect(withField(condition, key, part, index)).toEqual(condition)
      visit(part)
    }
  }
  for (const rule of classes.flatMap(entry => entry.faults)) visit(rule.condition)
})

test('a changed field is sent, one that was taken away as null', () => {
  const entry = classes.find(each => each.faults.some(rule => rule.code === 'ELV-MOTOR-HOT'))
  const rule = entry?.faults.find(each => each.code === 'ELV-MOTOR-HOT')
  if (!entry || !rule) throw new Error('the catalogue has no ELV-MOTOR-HOT')
  const { ticketsPerDay: _, ...draft } = { ...draftOf(entry.code, rule), keepFiringS: 30 }
  expect(changeOf({ ...rule, ticketsPerDay: 5 }, draft)).toEqual({ keepFiringS: 30, ticketsPerDay: null })
})

test('firings are counted in the stretch in which they fall, those at the very end in the last', () => {
  const firing = (firedAt: string, tickets: string[]) => ({ equipment: 'a', firedAt, evidence: [], tickets })
  const [from, to] = ['2026-11-01T00:00:00.000Z', '2026-11-03T00:00:00.000Z']
  const listed = [firing(from, []), firing('2026-11-02T00:00:00.000Z', ['T1']), firing(to, [])]
  expect(firingBars({ from, to, listed }, 2).map(({ withTicket, without }) => [withTicket, without])).toEqual([
    [0, 1],
    [1, 1],
  ])
})
