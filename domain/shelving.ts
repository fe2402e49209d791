import type { Static } from 'typebox'
import { Moment, strict, Text } from './formFields.ts'

/** `until` is UTC milliseconds; a shelf ends by itself (ISA-18.2 §11.7). */
export const Shelving = strict({ until: Moment, reason: Text(500) }, { $id: 'Shelving' })
export type Shelving = Static<typeof Shelving>
