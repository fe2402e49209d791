import type { Memory } from './conditions/context.ts'

/** Whether two memories say the same; what is left out and what is undefined are one. */
export function sameMemory(a: Memory, b: Memory): boolean {
  if (Object.is(a, b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) || Array.isArray(b)) return Array.isArray(a) && Array.isArray(b) && sameList(a, b)
  return sameRecord(a as Fields, b as Fields)
}

type Fields = { readonly [key: string]: Memory }

function sameList(a: readonly Memory[], b: readonly Memory[]): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (!sameMemory(a[i], b[i])) return false
  return true
}

function sameRecord(a: Fields, b: Fields): boolean {
  for (const key in a) if (!sameMemory(a[key], b[key])) return false
  for (const key in b) if (a[key] === undefined && b[key] !== undefined) return false
  return true
}

/** Whether a memory holds neither times nor numbers, which are seldom the same twice. */
export function isQuiet(memory: Memory): boolean {
  if (typeof memory === 'number') return false
  if (typeof memory !== 'object' || memory === null) return true
  if (Array.isArray(memory)) return memory.every(isQuiet)
  for (const key in memory) if (!isQuiet((memory as Fields)[key])) return false
  return true
}
