/** Where `g` and a second key go. */
const GO_TO: Readonly<Record<string, string>> = {
  o: '/',
  f: '/faults',
  t: '/tickets',
  e: '/equipment',
  p: '/parts',
  a: '/analytics',
}

/** Within this time the second key has to follow `g`. */
export const GO_WITHIN_MS = 1500

/** What a key asks of the frame around the pages. */
export type ShellAct = { act: 'find' | 'help' | 'search' | 'await' } | { act: 'go'; to: string }

export interface PressedKey {
  key: string
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
}

/**
 * `Ctrl K` finds anything; `?` shows the keys, `/` goes to the page's own search, `g` and another key to a page.
 * @param waiting `g` was pressed just now
 * @param single single keys may do something: they are on, and nobody is typing
 */
export function shellAct(
  { key, ctrlKey, metaKey, altKey }: PressedKey,
  { waiting, single }: { waiting: boolean; single: boolean },
): ShellAct | undefined {
  if ((ctrlKey || metaKey) && !altKey && key.toLowerCase() === 'k') return { act: 'find' }
  if (ctrlKey || metaKey || altKey || !single) return undefined
  const to = waiting ? GO_TO[key] : undefined
  if (to !== undefined) return { act: 'go', to }
  if (key === '?') return { act: 'help' }
  if (key === '/') return { act: 'search' }
  return key === 'g' ? { act: 'await' } : undefined
}
