import { Type } from 'typebox'

/** Sites, gateways, equipment, tickets and people are named by short lower-case ids (contract, "Words"). */
export const ID_PATTERN = '^[a-z0-9-]{1,64}$'
const idRegExp = new RegExp(ID_PATTERN)

export const Id = Type.String({ pattern: ID_PATTERN, description: 'Lower-case letters, digits and dashes, 1 to 64' })

export const isId = (text: string): boolean => idRegExp.test(text)
