import { onMounted, onUnmounted, type Ref, ref, watch } from 'vue'

/** Rows of the list on a desk. */
const ON_A_DESK = 12
/** The height of what stands above the list on the wall, and of one of its rows, in root ems. */
const ABOVE_REM = 9.7
const ROW_REM = 2.95

/** How many rows of the list of faults are shown: a wall screen is not scrolled, so as many as fit whole. */
export function useShownRows(wall: Readonly<Ref<boolean>>): Readonly<Ref<number>> {
  const shown = ref(ON_A_DESK)
  const measure = () => {
    const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
    shown.value = wall.value ? Math.max(3, Math.floor((innerHeight / rem - ABOVE_REM) / ROW_REM)) : ON_A_DESK
  }
  watch(wall, measure, { flush: 'post' })
  onMounted(() => {
    requestAnimationFrame(measure)
    addEventListener('resize', measure)
  })
  onUnmounted(() => removeEventListener('resize', measure))
  return shown
}
