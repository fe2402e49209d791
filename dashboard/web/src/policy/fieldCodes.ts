import type { PolicyPath } from './policyPath.ts'

/** Keys that are codes with words of their own, and the groups in which these words stand. */
export const CODE_GROUPS = ['priority', 'role', 'severity', 'window.kind', 'clock', 'status', 'policyOption'] as const

/** `windows.maxHours` before `maxHours`: a field may be called otherwise in another table. */
export function fieldCodes(path: PolicyPath): string[] {
  const names = path.filter(part => typeof part === 'string')
  const [parent, key] = [names.at(-2), String(names.at(-1))]
  return parent === undefined ? [key] : [`${parent}.${key}`, key]
}
