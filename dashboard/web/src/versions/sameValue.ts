/** The same whatever the order of the keys. */
const plain = (value: unknown): string =>
  JSON.stringify(value, (_, part) =>
    part && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  ) ?? ''

/** Whether two values are the same when written as JSON, in whatever order their keys stand. */
export const sameValue = (a: unknown, b: unknown): boolean => plain(a) === plain(b)
