import type { Random } from '#simulators'

/** One of the items, each as often as it weighs; undefined only where there is none. */
export function weighted<T>(items: readonly T[], weight: (item: T) => number, random: Random): T | undefined {
  const whole = items.reduce((sum, item) => sum + weight(item), 0)
  const drawn = random.between(0, whole)
  let reached = 0
  for (const item of items) {
    reached += weight(item)
    if (drawn < reached) return item
  }
  return items.at(-1)
}
