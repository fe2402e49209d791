import { expect, test } from 'vitest'
import { catalogue } from '../story.ts'
import { tryMutants } from './mutants.ts'

test('the cases notice nearly every way of making a rule of the catalogue wrong', () => {
  const verdicts = [...tryMutants(catalogue)]
  const share = (of: typeof verdicts) => of.filter(v => v.noticed).length / of.length
  expect(verdicts.length).toBeGreaterThan(2700)
  expect(share(verdicts)).toBeGreaterThan(0.9)
  const byFault = Object.entries(Object.groupBy(verdicts, v => v.fault))
  expect(byFault.filter(([, of = []]) => share(of) < 0.4).length).toBeLessThanOrEqual(3)
})
