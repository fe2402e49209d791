/** What a number field holds that may be left empty. */
export type OptionalNumber = number | ''

/** A property that is left out while its field is empty. */
export const given = <K extends string>(name: K, value: OptionalNumber): { [P in K]?: number } =>
  (value === '' ? {} : { [name]: value }) as { [P in K]?: number }
