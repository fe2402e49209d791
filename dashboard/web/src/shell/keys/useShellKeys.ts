import { onScopeDispose, type Ref, ref } from 'vue'
import { useRouter } from 'vue-router'
import { GO_WITHIN_MS, type ShellAct, shellAct } from './shellKeys.ts'
import { useKeysOn } from './useKeysOn.ts'

const TYPED = 'input, select, textarea, [contenteditable]'
const SEARCH = 'main input[type=search]'

/** What stands in front of the page: the finder, or the list of keys. */
export type Overlay = 'find' | 'help'

/** Listens to the keys that work on every page. */
export function useShellKeys(): Ref<Overlay | undefined> {
  const overlay = ref<Overlay>()
  const keysOn = useKeysOn()
  const router = useRouter()
  let goUntil = 0

  function search(): void {
    const field = document.querySelector<HTMLInputElement>(SEARCH)
    if (field) field.focus()
    else overlay.value = 'find'
  }
  function take(asked: ShellAct, at: number): void {
    goUntil = asked.act === 'await' ? at + GO_WITHIN_MS : 0
    if (asked.act === 'go') void router.push(asked.to)
    if (asked.act === 'find' || asked.act === 'help') overlay.value = asked.act
    if (asked.act === 'search') search()
  }
  function onKey(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing || document.querySelector('dialog[open]')) return
    const typing = event.target instanceof Element && event.target.matches(TYPED)
    const asked = shellAct(event, { waiting: event.timeStamp < goUntil, single: keysOn.value && !typing })
    if (!asked) return
    event.preventDefault()
    take(asked, event.timeStamp)
  }
  document.addEventListener('keydown', onKey)
  onScopeDispose(() => document.removeEventListener('keydown', onKey))
  return overlay
}
