import type { RejectReason } from '#domain/telemetry.ts'

/** A message, or one object of it, that cannot be used. */
export class Refused extends Error {
  readonly reason: RejectReason
  constructor(reason: RejectReason, detail: string) {
    super(detail)
    this.reason = reason
  }
}

/** The first problems a schema found, as one refusal. */
export function schemaRefusal(errors: Iterable<{ instancePath: string; message: string }>): Refused {
  const first = [...errors].slice(0, 3).map(({ instancePath, message }) => `${instancePath || '/'} ${message}`)
  return new Refused('SCHEMA_INVALID', first.join('; '))
}
