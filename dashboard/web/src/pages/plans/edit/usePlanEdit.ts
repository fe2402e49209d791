import { computed, ref } from 'vue'
import type { PlanItem } from '../../../api/items.ts'
import { problemsOf } from '../../../ui/problemText.ts'
import { useVersioned } from '../../../ui/useVersioned.ts'
import { changedFields, onTopOf } from '../../../versions/changedFields.ts'
import { usePlanText } from '../usePlanText.ts'
import { type PlanDraft, planDraft, tidyPlan } from './planDraft.ts'

/**
 * A plan while it is written.
 * @param plan the one that is changed; without it a new one is written
 * @param start what stands in the form at first
 */
export function usePlanEdit(plan: PlanItem | undefined, start: PlanDraft) {
  const text = usePlanText()
  const { busy, error, overtaken, send } = useVersioned<PlanItem>(plan?.version ?? 0)
  const draft = ref(start)
  /** What held when the form was filled. */
  const base = ref(plan)
  /** What somebody else changed in the meantime. */
  const meanwhile = ref<{ label: string; value: string }[]>([])

  const tidy = computed(() => tidyPlan(draft.value))
  const change = computed(() =>
    base.value ? changedFields(planDraft(base.value, base.value.code), tidy.value) : tidy.value,
  )
  const lines = computed(() => (base.value ? text.difference(base.value, { ...base.value, ...tidy.value }) : []))

  /** Theirs is taken over where the form says nothing of its own. */
  function takeOver(now: PlanItem): void {
    if (!base.value) return
    meanwhile.value = text.difference(base.value, now).map(({ label, after }) => ({ label, value: after }))
    draft.value = onTopOf(planDraft(now, now.code), planDraft(base.value, now.code), tidy.value)
    base.value = now
  }
  return {
    busy,
    error,
    draft,
    lines,
    meanwhile,
    overtaken,
    problems: computed(() => problemsOf(error.value)),
    unchanged: computed(() => Object.keys(change.value).length === 0),
    /** Runs the work with what changed and the version that the person saw; true when it succeeded. */
    save: async (work: (change: Partial<PlanDraft>, version: number) => Promise<unknown>): Promise<boolean> => {
      const sent = await send(version => work(change.value, version))
      if (overtaken.value) takeOver(overtaken.value)
      return sent
    },
  }
}
