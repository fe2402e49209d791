import type { Ref } from 'vue'

/** Changing a list whose lines are edited in fields: each change is a new list, as a model wants it. */
export const useLines = <T extends object>(lines: Ref<T[]>) => ({
  change: (index: number, changed: Partial<T>) => {
    lines.value = lines.value.map((line, i) => (i === index ? { ...line, ...changed } : line))
  },
  remove: (index: number) => {
    lines.value = lines.value.filter((_, i) => i !== index)
  },
  add: (line: T) => {
    lines.value = [...lines.value, line]
  },
})
