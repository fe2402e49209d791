import { computed } from 'vue'
import type { Services } from '../services.ts'
import type { PolicyPath } from './policyPath.ts'

/** Which codes of the catalogue may stand at a place whose schema takes any. */
export function usePolicyOptions({ names }: Pick<Services, 'names'>): (path: PolicyPath) => string[] | undefined {
  const classes = computed(() => (names.catalogue.value?.classes ?? []).map(each => each.code))
  const rules = computed(() =>
    (names.catalogue.value?.classes ?? []).flatMap(each => each.faults.map(rule => rule.code)),
  )
  return path => {
    const place = path.filter(part => typeof part === 'string').join('.')
    const isItem = typeof path.at(-1) === 'number'
    if (place === 'choiceClasses') return isItem ? undefined : classes.value
    if (place === 'gatewayLost.code' || (place === 'supplyLost.codes' && isItem)) return rules.value
    return undefined
  }
}
