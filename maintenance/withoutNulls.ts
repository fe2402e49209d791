type NullKeys<T> = { [K in keyof T]-?: null extends T[K] ? K : never }[keyof T]
export type WithoutNulls<T> = Omit<T, NullKeys<T>> & { [K in NullKeys<T>]?: NonNullable<T[K]> }

/** A database row's nulls are the domain's absent properties. */
export const withoutNulls = <T extends object>(row: T): WithoutNulls<T> =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as WithoutNulls<T>
