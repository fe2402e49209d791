import { type Ref, ref, watch } from 'vue'

const KEPT_AS = 'caretaker.keys'
const on = ref(localStorage.getItem(KEPT_AS) !== 'off')
watch(on, now => localStorage.setItem(KEPT_AS, now ? 'on' : 'off'))

/** Whether single keys do something; whoever speaks to the machine, or leans on it, turns them off (WCAG 2.1.4). */
export const useKeysOn = (): Ref<boolean> => on
