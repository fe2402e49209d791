import { sameValue } from './sameValue.ts'

/** The fields that are not as they were. */
export const changedFields = <T extends object>(before: T, after: T): Partial<T> =>
  Object.fromEntries(
    Object.entries(after).filter(([field, value]) => !sameValue(before[field as keyof T], value)),
  ) as Partial<T>

/** What two people made of one version: mine where I changed a field, theirs elsewhere. */
export const onTopOf = <T extends object>(theirs: T, base: T, mine: T): T => ({
  ...theirs,
  ...changedFields(base, mine),
})
