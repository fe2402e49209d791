import type { PartTerms, StoreLevel } from '#domain/partTerms.ts'
import type { PartItem } from '../../../api/items.ts'
import type { OptionalNumber } from './optionalNumber.ts'

type Optional = 'maxStock' | 'unitCost' | 'warrantyMonths'

/** What is said of a part, while it is written; what may be left out is empty then. */
export interface PartDraft extends Omit<PartTerms, Optional | 'alternates'>, Record<Optional, OptionalNumber> {}

/** The least and the most that each store is to hold of a part. */
export const levelsOf = (part: Pick<PartItem, 'stores'>): StoreLevel[] =>
  part.stores.flatMap(({ store, minStock, maxStock }) =>
    minStock === undefined ? [] : [{ store, minStock, ...(maxStock !== undefined && { maxStock }) }],
  )

/** A part to be changed, or a new one. */
export const partDraft = (terms?: Omit<PartTerms, 'alternates'>): PartDraft => ({
  name: terms?.name ?? '',
  nameZh: terms?.nameZh ?? '',
  unit: terms?.unit ?? 'pc',
  minStock: terms?.minStock ?? 0,
  maxStock: terms?.maxStock ?? '',
  leadTimeDays: terms?.leadTimeDays ?? 0,
  unitCost: terms?.unitCost ?? '',
  warrantyMonths: terms?.warrantyMonths ?? '',
  stores: (terms?.stores ?? []).map(level => ({ ...level })),
})

/** Without blanks around; a part with one name has it in both languages. */
export const tidy = (draft: PartDraft): PartDraft => {
  const name = draft.name.trim()
  return { ...draft, name, nameZh: draft.nameZh.trim() || name, unit: draft.unit.trim() }
}

/** What is sent of a new part. */
export const newPart = (draft: PartDraft) =>
  Object.fromEntries(Object.entries(tidy(draft)).filter(([, value]) => value !== ''))

/** Some fields as they are sent to a part that is there: an empty one is taken away. */
export const partChange = (fields: Partial<PartDraft>) =>
  Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, value === '' ? null : value]))
