import type { ClassEntry } from '#domain/catalogue.ts'

/** The skill that most faults of a class take. */
export function usualSkill(entry: ClassEntry | undefined): string | undefined {
  const counts = new Map<string, number>()
  for (const { skill } of entry?.faults ?? []) counts.set(skill, (counts.get(skill) ?? 0) + 1)
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0]
}
