/** JSON pointers (RFC 6901) of the codes of rows that a row before in the same list has already, all through a policy. */
export function repeatedCodes(value: unknown, at = ''): string[] {
  if (typeof value !== 'object' || value === null) return []
  const seen = new Set<unknown>()
  return Object.entries(value).flatMap(([key, part]) => {
    const code = Array.isArray(value) ? Object(part).code : undefined
    const isTwice = typeof code === 'string' && code !== '' && seen.has(code)
    seen.add(code)
    return [...(isTwice ? [`${at}/${key}/code`] : []), ...repeatedCodes(part, `${at}/${key}`)]
  })
}
