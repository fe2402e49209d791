import { CodedError } from '#domain/errors.ts'

/** The usual name of an IANA time zone. @throws CodedError BAD_REQUEST for what is none */
export function knownZone(where: 'body' | 'querystring', field: string, zone: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone
  } catch {
    throw new CodedError('BAD_REQUEST', {
      problems: [{ in: where, path: `/${field}`, message: 'must be an IANA time zone' }],
    })
  }
}
