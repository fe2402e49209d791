import { type ComputedRef, computed, onScopeDispose, type Ref, shallowRef, watch } from 'vue'
import type { MetricValue } from '#domain/telemetry.ts'
import type { EquipmentDetail, EquipmentItem } from '../../api/items.ts'
import { useServices } from '../../services.ts'
import { type Load, useLoad } from '../../ui/useLoad.ts'

export type LatestValues = ReadonlyMap<string, { value: MetricValue; at: number }>

export interface EquipmentView {
  readonly item: ComputedRef<EquipmentItem | undefined>
  /** The newest value of each metric, carried on live. */
  readonly values: Readonly<Ref<LatestValues>>
  /** When the newest reading that this page has heard of was taken. */
  readonly heardAt: ComputedRef<number | undefined>
  readonly load: Load<EquipmentDetail>
}

/** One piece of equipment with its newest values. */
export function useEquipment(id: () => string): EquipmentView {
  const { api, live } = useServices()
  const values = shallowRef<LatestValues>(new Map())

  function take(fresh: Iterable<[metric: string, value: MetricValue, at: number]>): void {
    const next = new Map(values.value)
    for (const [metric, value, at] of fresh) if (at >= (next.get(metric)?.at ?? 0)) next.set(metric, { value, at })
    values.value = next
  }

  const load = useLoad(
    async signal => {
      const detail = await api.get<EquipmentDetail>(`/equipment/${id()}`, {}, signal)
      values.value = new Map()
      take(Object.entries(detail.values ?? {}).map(([metric, { value, ts }]) => [metric, value, Date.parse(ts)]))
      return detail
    },
    [id],
  )
  const stop = watch(
    id,
    (equipment, _, onCleanup) =>
      onCleanup(
        live.watchPoints(equipment, ({ metric, points }) =>
          take(points.map(([at, value]): [string, MetricValue, number] => [metric, value, at])),
        ),
      ),
    { immediate: true },
  )
  onScopeDispose(stop)

  return {
    item: computed(() => live.equipment.items.value.get(id()) ?? load.data.value),
    values,
    heardAt: computed(() => {
      const newest = Math.max(...[...values.value.values()].map(value => value.at))
      return Number.isFinite(newest) ? newest : undefined
    }),
    load,
  }
}
