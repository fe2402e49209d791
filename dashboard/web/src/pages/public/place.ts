import type { EmergencyPhone } from '#domain/intake.ts'

interface Named {
  name: string
  name_zh: string
}

/** `GET /api/public/places/:code`: what a label or link stands for. */
export interface PublicPlace {
  site?: { id: string; name: string }
  /** `somewhere`: only a place, what it is about is not known. */
  equipment?: { id: string; name: string; kind: Named; somewhere: boolean }
  choices: { id: string; name: string }[]
  kinds: (Named & { code: string })[]
  troubles: (Named & { code: string; danger?: boolean })[]
  phones: EmergencyPhone[]
  photos: { maxCount: number; maxMegabytes: number }
  /** Days after the end of the ticket. */
  keptDays: { contact: number; photos: number }
}

/** The answer to a report. */
export interface Taken {
  ticket: string
  token: string
  joined: boolean
  danger: boolean
  phones?: EmergencyPhone[]
}

/** Sent again with the same key it is the same report; made without what only HTTPS pages have. */
export const newKey = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map(byte => byte.toString(16).padStart(2, '0')).join('')
