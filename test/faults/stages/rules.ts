import { createRules as createReal } from '#rules'
import { planOf } from '../harness/plan.ts'

// All else is what it is: what is exported here goes before the same name there.
export * from '#rules'

const plan = planOf(process.argv[2])

/** Makes one rule of lifts throw whenever it is evaluated. */
function breakRule(catalogue: Parameters<typeof createReal>[0]['catalogue']): void {
  const rule = catalogue.classes.get('elevator')?.faults.find(({ code }) => code === 'ELV-SAFETY-OPEN')
  const [condition] = rule?.condition.type === 'all' ? rule.condition.of : []
  if (!condition) throw new Error('ELV-SAFETY-OPEN is not what this test takes it for')
  Object.defineProperty(condition, 'in', {
    enumerable: false,
    get: () => {
      throw new Error('a rule that throws')
    },
  })
}

export const createRules: typeof createReal = async needs => {
  const rules = await createReal(needs)
  if (plan.variant === 'rule-throws') breakRule(needs.catalogue)
  return rules
}
