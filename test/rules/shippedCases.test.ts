import { basename } from 'node:path'
import { describe, expect, test } from 'vitest'
import { runRuleTests, shippedRuleTests } from '../../rules/testing/ruleTests.ts'
import { catalogue } from './story.ts'

describe.each(shippedRuleTests().map(file => [basename(file, '.yaml'), file]))('%s', (_, file) => {
  test.each(runRuleTests(file, catalogue))('$fault: $name', ({ differences }) => {
    expect(differences).toEqual([])
  })
})
