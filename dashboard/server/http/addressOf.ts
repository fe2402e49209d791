import type { FastifyRequest } from 'fastify'

/** Where a path of the pages is reached: where residents reach them, or else where who asks does. */
export const addressOf = ({ protocol, host }: FastifyRequest, publicUrl: string | undefined, path: string): string =>
  `${publicUrl ?? `${protocol}://${host}`}${path}`
