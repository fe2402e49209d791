import type { FaultRule } from '#domain/equipmentClass.ts'

/** The parameters of the equipment that a rule looks at, in the order in which they come. */
export function paramsUsed(rule: FaultRule): string[] {
  const found = new Set<string>()
  JSON.stringify(rule, (key, value) => {
    if (key === 'param' && typeof value === 'string') found.add(value)
    return value
  })
  return [...found]
}
