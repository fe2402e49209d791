import { computed, onScopeDispose, type Ref, ref } from 'vue'
import { ApiError } from '../api/apiError.ts'
import { uploadPhoto } from '../api/uploadPhoto.ts'
import { shrinkPhoto } from './shrinkPhoto.ts'

/** A photo that was picked, and how far it has come. */
export interface PickedPhoto {
  id: number
  file: Blob
  preview: string
  state: 'picked' | 'sending' | 'sent' | 'failed'
  share: number
  error?: ApiError
}

export interface Photos {
  readonly list: Ref<PickedPhoto[]>
  readonly unsent: Readonly<Ref<boolean>>
  add(files: Iterable<Blob>, most: number): void
  remove(id: number): void
  /** Sends what has not been sent, one after the other; one that fails keeps nobody back. */
  send(path: string): Promise<void>
}

export function usePhotos(): Photos {
  const list = ref<PickedPhoto[]>([])
  let last = 0

  async function sendOne(photo: PickedPhoto, path: string): Promise<void> {
    photo.state = 'sending'
    try {
      await uploadPhoto(path, await shrinkPhoto(photo.file), share => {
        photo.share = share
      })
      photo.state = 'sent'
    } catch (cause) {
      photo.state = 'failed'
      photo.error = cause instanceof ApiError ? cause : new ApiError('INTERNAL', { message: String(cause) })
    }
  }

  onScopeDispose(() => {
    for (const { preview } of list.value) URL.revokeObjectURL(preview)
  })
  return {
    list,
    unsent: computed(() => list.value.some(photo => photo.state !== 'sent')),
    add: (files, most) => {
      for (const file of [...files].slice(0, Math.max(0, most - list.value.length)))
        list.value.push({ id: ++last, file, preview: URL.createObjectURL(file), state: 'picked', share: 0 })
    },
    remove: id => {
      const gone = list.value.find(photo => photo.id === id)
      if (gone) URL.revokeObjectURL(gone.preview)
      list.value = list.value.filter(photo => photo.id !== id)
    },
    send: async path => {
      for (const photo of list.value)
        if (photo.state === 'picked' || photo.state === 'failed') await sendOne(photo, path)
    },
  }
}
