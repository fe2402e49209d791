import { ApiError } from './apiError.ts'
import type { PhotoItem } from './items.ts'

/** Sends one photo as it is; with the number that it got. `fetch` cannot tell how far it has come. @param onProgress the share that is sent, 0 to 1 */
export function uploadPhoto(path: string, photo: Blob, onProgress: (share: number) => void): Promise<PhotoItem> {
  const request = new XMLHttpRequest()
  request.open('POST', `/api${path}`)
  request.responseType = 'json'
  request.timeout = 120_000
  request.setRequestHeader('content-type', photo.type.startsWith('image/') ? photo.type : 'application/octet-stream')
  request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0)
  return new Promise((resolve, reject) => {
    request.onerror = () => reject(new ApiError('UNREACHABLE'))
    request.ontimeout = () => reject(new ApiError('TIMEOUT'))
    request.onload = () => {
      if (request.status < 300) return resolve(request.response)
      const { code = 'INTERNAL', message, details } = request.response?.error ?? {}
      reject(new ApiError(code, { status: request.status, message, details }))
    }
    request.send(photo)
  })
}
