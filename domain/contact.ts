import { type Static, Type } from 'typebox'
import { strict, Words } from './formFields.ts'

export const Phone = Type.String({ pattern: '^[0-9+*() -]{3,32}$' })
/** Good enough to write to; whether somebody reads there, only an answer tells. */
const Email = Type.String({ pattern: '^[^\\s@<>",;:]{1,64}@[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+$', maxLength: 254 })

/** How to reach who reports or complains; seen by whom it is for, and deleted in time (D2 of the service practice). */
export const ContactForm = strict({
  name: Type.Optional(Words(100)),
  phone: Type.Optional(Phone),
  email: Type.Optional(Email),
})
export type Contact = Static<typeof ContactForm>
