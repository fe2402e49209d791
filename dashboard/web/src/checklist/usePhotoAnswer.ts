import { ref } from 'vue'
import { uploadPhoto } from '../api/uploadPhoto.ts'
import { shrinkPhoto } from '../photos/shrinkPhoto.ts'
import { useAction } from '../ui/useAction.ts'

/**
 * A photo of a line of a checklist: sent at once, its number goes with the answer.
 * @param added the numbers so far; an answer that is there already takes them along
 */
export function usePhotoAnswer(path: () => string, added: (numbers: number[]) => void) {
  const held = ref<number[]>([])
  const { busy, error, run } = useAction()
  return {
    held,
    busy,
    error,
    pick: async (event: Event): Promise<void> => {
      const input = event.target as HTMLInputElement
      const [file] = input.files ?? []
      if (!file) return
      await run(async () => {
        const { number } = await uploadPhoto(path(), await shrinkPhoto(file), () => undefined)
        held.value = [...held.value, number]
      })
      input.value = ''
      if (!error.value) added(held.value)
    },
  }
}
