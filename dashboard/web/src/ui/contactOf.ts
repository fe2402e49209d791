import type { Contact } from '#domain/contact.ts'
import { filled } from './filled.ts'

/** How somebody is reached, while it is written; what is not said is empty. */
export type ContactDraft = Record<keyof Contact, string>

export const noContact = (): ContactDraft => ({ name: '', phone: '', email: '' })

/** As it is sent: nothing where nothing is said. */
export function contactOf(draft: ContactDraft): { contact?: Contact } {
  const contact = filled(draft)
  return Object.keys(contact).length > 0 ? { contact } : {}
}
