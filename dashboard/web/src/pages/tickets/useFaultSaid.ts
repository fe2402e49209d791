import { computed, type Ref } from 'vue'
import { conditionAlternatives } from '#domain/explain/conditionText.ts'
import type { FaultItem } from '../../api/items.ts'
import { useServices } from '../../services.ts'
import { evidenceText } from '../faults/evidenceText.ts'
import { ruleWords } from '../faults/ruleWords.ts'
import { useLookups } from '../useLookups.ts'

/** What the telemetry says of a ticket's fault, in words: what it saw when a fault came that is still there, and when the rule takes it for over. */
export function useFaultSaid(fault: Readonly<Ref<FaultItem | undefined>>) {
  const services = useServices()
  const lookups = useLookups()
  const words = computed(() =>
    ruleWords(services, fault.value?.class ?? '', lookups.equipment(fault.value?.equipment ?? '')?.params),
  )
  const rule = computed(() => fault.value && services.names.rule(fault.value.class, fault.value.code))
  return {
    still: computed(() =>
      fault.value?.state === 'firing'
        ? fault.value.evidence.map(item => evidenceText(item, words.value)).join(services.i18n.t('rule.list'))
        : undefined,
    ),
    clears: computed(() => (rule.value ? conditionAlternatives(rule.value.clear, words.value) : [])),
  }
}
