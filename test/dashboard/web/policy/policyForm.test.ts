import fc from 'fast-check'
import { Value } from 'typebox/value'
import { describe, expect, test } from 'vitest'
import { loadCatalogue } from '#domain/catalogue.ts'
import { FeedbackPolicy } from '#domain/feedbackPolicy.ts'
import type { OpinionTopic } from '#domain/opinions.ts'
import { ServicePolicy } from '#domain/servicePolicy.ts'
import { SHIPPED_FEEDBACK } from '#domain/shippedPolicies.ts'
import { mergePolicies } from '../../../../dashboard/web/src/policy/mergePolicies.ts'
import { policyChanges } from '../../../../dashboard/web/src/policy/policyChanges.ts'
import { type PolicyPath, pointerOf, valueAt, withValueAt } from '../../../../dashboard/web/src/policy/policyPath.ts'
import { policyProblems } from '../../../../dashboard/web/src/policy/policyProblems.ts'
import type { SchemaNode } from '../../../../dashboard/web/src/policy/schemaNode.ts'

const SCHEMA: SchemaNode = ServicePolicy
const SHIPPED = Value.Clean(ServicePolicy, structuredClone((await loadCatalogue()).serviceLevels)) as ServicePolicy

/** Every place of a value that holds no object. */
function leaves(value: unknown, path: PolicyPath = []): PolicyPath[] {
  if (typeof value !== 'object' || value === null) return [path]
  const keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value)
  return keys.flatMap(key => leaves(Object(value)[key], [...path, key]))
}
const anyLeaf = fc.constantFrom(...leaves(SHIPPED))
const anyValue = fc.oneof(
  fc.constantFrom<unknown>(null, '', 0, -1, 1.5, 1e9, 3, 14, true, false, 'P1', 'x', '25:00', '09:30', 'admin'),
  fc.integer({ min: -5, max: 600_000 }),
)

describe('a policy in fields', () => {
  test('the form refuses what the service refuses, and nothing else', () => {
    expect(policyProblems(SCHEMA, SHIPPED)).toEqual([])
    fc.assert(
      fc.property(anyLeaf, anyValue, (path, value) => {
        const changed = withValueAt(SHIPPED, path, value)
        const problems = policyProblems(SCHEMA, changed)
        expect({ path, value, wrong: problems.length > 0 }).toEqual({
          path,
          value,
          wrong: !Value.Check(ServicePolicy, changed),
        })
        for (const problem of problems) expect(pointerOf(path).startsWith(problem.path)).toBe(true)
      }),
      { numRuns: 400 },
    )
  })

  test('changes name exactly what differs, and put together they make the other version', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(anyLeaf, anyValue), { maxLength: 4 }), edits => {
        const other = edits.reduce((sum, [path, value]) => withValueAt(sum, path, value), SHIPPED)
        const changes = policyChanges(SCHEMA, SHIPPED, other)
        expect(changes.reduce((sum, { path, after }) => withValueAt(sum, path, after), SHIPPED)).toEqual(other)
        expect(policyChanges(SCHEMA, other, other)).toEqual([])
      }),
      { numRuns: 200 },
    )
  })

  test('of two who changed different places neither loses anything; of the same place mine stands and is told', () => {
    fc.assert(
      fc.property(anyLeaf, anyLeaf, anyValue, anyValue, (mineAt, theirsAt, a, b) => {
        const mine = withValueAt(SHIPPED, mineAt, a)
        const theirs = withValueAt(SHIPPED, theirsAt, b)
        const { policy, both } = mergePolicies(SCHEMA, SHIPPED, mine, theirs)
        const lost = policyChanges(SCHEMA, SHIPPED, theirs).filter(
          ({ path, after }) => JSON.stringify(valueAt(policy, path)) !== JSON.stringify(after),
        )
        expect(lost.map(change => change.path)).toEqual(both.map(change => change.path))
        if (policyChanges(SCHEMA, SHIPPED, mine).length > 0) expect(valueAt(policy, mineAt)).toEqual(a)
      }),
      { numRuns: 300 },
    )
  })

  test('a row that one of them took away is no row of the other’s: the whole list is told', () => {
    const mine = { ...SHIPPED, pauseReasons: SHIPPED.pauseReasons.slice(1) }
    const [first, ...rest] = SHIPPED.pauseReasons as [ServicePolicy['pauseReasons'][number]]
    const theirs = { ...SHIPPED, pauseReasons: [{ ...first, evidence: false }, ...rest] }
    const { policy, both } = mergePolicies(SCHEMA, SHIPPED, mine, theirs)
    expect(policy.pauseReasons).toEqual(mine.pauseReasons)
    expect(both.map(change => pointerOf(change.path))).toEqual(['/pauseReasons/0/evidence'])
  })

  test('rows that one of them moved stay whole: an edit of the other’s does not land in another row', () => {
    const opinion = (questions: FeedbackPolicy['opinion']['questions']) => ({
      ...SHIPPED_FEEDBACK,
      opinion: { ...SHIPPED_FEEDBACK.opinion, questions },
    })
    const [first, second, ...rest] = SHIPPED_FEEDBACK.opinion.questions as [OpinionTopic, OpinionTopic]
    const moved = opinion([second, first, ...rest])
    const edited = opinion([{ ...first, name: 'Mending' }, second, ...rest])
    for (const [mine, theirs] of [
      [moved, edited],
      [edited, moved],
    ] as const) {
      const { policy, both } = mergePolicies(FeedbackPolicy, SHIPPED_FEEDBACK, mine, theirs)
      expect(policy).toEqual(mine)
      expect(both.map(change => pointerOf(change.path))).toContain('/opinion/questions/0/name')
    }
    const reminded = { ...SHIPPED_FEEDBACK, reminders: { afterHours: 1, most: 5 } }
    expect(mergePolicies(FeedbackPolicy, SHIPPED_FEEDBACK, reminded, moved)).toMatchObject({
      policy: { ...moved, reminders: reminded.reminders },
      both: [],
    })
  })
})
