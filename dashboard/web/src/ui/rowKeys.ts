const BACK: readonly string[] = ['k', 'ArrowUp']
const ON: readonly string[] = ['j', 'ArrowDown']
const TYPED = 'input, select, textarea'

/** J and K, or the arrows, move from row to row of a list whose rows have a link of class `lead`; Enter follows it. */
export function rowKeys(event: KeyboardEvent): void {
  const step = ON.includes(event.key) ? 1 : BACK.includes(event.key) ? -1 : 0
  const list = event.currentTarget
  const at = event.target
  if (step === 0 || !(list instanceof HTMLElement) || !(at instanceof HTMLElement) || at.matches(TYPED)) return
  const links = [...list.querySelectorAll<HTMLElement>('a.lead')]
  const here = links.findIndex(link => link === at || link.closest('tr, li')?.contains(at))
  const next = links[here + step]
  if (!next) return
  event.preventDefault()
  next.focus()
}
