import { computed, type Ref, ref, shallowRef, watch } from 'vue'
import { repeatedCodes } from '#domain/repeatedCodes.ts'
import { ApiError } from '../api/apiError.ts'
import { type Merged, mergePolicies } from './mergePolicies.ts'
import { policyChanges } from './policyChanges.ts'
import { type PolicyProblem, policyProblems } from './policyProblems.ts'
import type { SchemaNode } from './schemaNode.ts'

/** A version of a policy as every policy's page receives it. */
export interface PolicyVersionItem {
  version: number
  policy: unknown
  at?: string
  by?: string
  note?: string
  inForceAt?: string
}

/** Places of one field that the service refused, as far as it says. */
interface Refusal {
  problems?: { path?: string; problem?: string }[]
}

type Draft = Record<string, unknown>

const clone = (policy: unknown): Draft => JSON.parse(JSON.stringify(policy))

/** What the service refused, at the field that it is about. */
function refusedAt(error: ApiError): PolicyProblem[] {
  const { problems = [] } = Object(error.details) as Refusal
  return problems
    .filter(({ path }) => path?.startsWith('/policy/'))
    .map(({ path = '' }) => ({ path: path.slice('/policy'.length), key: 'policyProblem.refused' as const }))
}

/**
 * A policy as somebody changes it. When another was faster, the draft is put on top of what they saved, and
 * `meanwhile` says what that was.
 */
export function usePolicyDraft(schema: SchemaNode, current: Readonly<Ref<PolicyVersionItem | undefined>>) {
  const editing = ref(false)
  const draft = ref<Draft>()
  const base = shallowRef<PolicyVersionItem>()
  const meanwhile = shallowRef<Merged<unknown>>()
  const refused = shallowRef<PolicyProblem[]>([])

  function reset(): void {
    editing.value = false
    meanwhile.value = undefined
    refused.value = []
    base.value = current.value
    draft.value = current.value && clone(current.value.policy)
  }
  function rebase(now: PolicyVersionItem): void {
    const merged = mergePolicies(schema, base.value?.policy, draft.value, now.policy)
    meanwhile.value = merged
    base.value = now
    draft.value = clone(merged.policy)
  }
  watch(
    current,
    now => {
      if (!editing.value || !base.value) reset()
      else if (now && now.version !== base.value.version) rebase(now)
    },
    { immediate: true },
  )
  watch(draft, () => {
    refused.value = []
  })

  return {
    editing,
    draft,
    base,
    meanwhile,
    reset,
    changes: computed(() => policyChanges(schema, base.value?.policy, draft.value)),
    problems: computed((): PolicyProblem[] => [
      ...policyProblems(schema, draft.value),
      ...repeatedCodes(draft.value).map(path => ({ path, key: 'policyProblem.twice' as const })),
      ...refused.value,
    ]),
    /** Puts an earlier version in the form; nothing is saved yet. */
    take: (policy: unknown) => {
      editing.value = true
      draft.value = clone(policy)
    },
    refuse: (error: unknown) => {
      if (error instanceof ApiError) refused.value = refusedAt(error)
    },
  }
}
