import { STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { CodedError, type ErrorCode } from '#domain/errors.ts'
import type { Log } from '#domain/log.ts'
import { toWire } from '#domain/wire.ts'

/** How every refusal looks. */
export const ErrorView = Type.Object(
  { error: Type.Object({ code: Type.String(), message: Type.String(), details: Type.Optional(Type.Unknown()) }) },
  { $id: 'Error' },
)

/** What Fastify itself refuses, in our codes. */
const FASTIFY_CODES: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: 'BAD_JSON',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'BAD_JSON',
  FST_ERR_CTP_BODY_TOO_LARGE: 'PAYLOAD_TOO_LARGE',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'UNSUPPORTED_MEDIA_TYPE',
}

function toCoded(error: unknown): CodedError | undefined {
  if (error instanceof CodedError) return error
  const { code = '', statusCode = 500, message } = error as { code?: string; statusCode?: number; message?: string }
  const known = FASTIFY_CODES[code]
  if (known) return new CodedError(known)
  if (error instanceof SyntaxError && statusCode === 400) return new CodedError('BAD_JSON')
  return statusCode >= 400 && statusCode < 500 ? new CodedError('BAD_REQUEST', undefined, message) : undefined
}

/** After how many seconds it is worth asking again what is not there now (RFC 9110 §10.2.3). */
const RETRY_AFTER_S = 5

function answer(reply: FastifyReply, { code, status, message, details }: CodedError): FastifyReply {
  const told = (details as { retryAfterS?: number } | undefined)?.retryAfterS
  const wait = told ?? (status === 503 ? RETRY_AFTER_S : undefined)
  if (wait !== undefined) reply.header('retry-after', wait)
  if (code === 'UNAUTHENTICATED') reply.header('www-authenticate', 'Bearer')
  return reply
    .status(status)
    .header('cache-control', 'no-store')
    .send({ error: { code, message, ...(details !== undefined && { details: toWire(details) }) } })
}

/** What breaks before there is a route: an address that cannot be read. */
export function answerBadAddress(_error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  reply.header('x-request-id', request.id)
  answer(reply, new CodedError('BAD_REQUEST', undefined, 'The address cannot be read'))
}

/** What is not HTTP at all, or takes too long or too much room in its headers (RFC 9110 §15.5, RFC 6585 §5). */
export function answerBrokenHttp(error: Error & { code?: string }, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return
  const status = { ERR_HTTP_REQUEST_TIMEOUT: 408, HPE_HEADER_OVERFLOW: 431 }[error.code ?? ''] ?? 400
  const body = JSON.stringify({ error: { code: 'BAD_REQUEST', message: STATUS_CODES[status] } })
  const head = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: application/json\r\nConnection: close`
  socket.end(`${head}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`)
}

/** Answers every failure with a coded error. What nobody foresaw says nothing of the inside; the log has it, with the request's id. */
export function answerErrors(app: FastifyInstance, log: Log): void {
  app.setErrorHandler((error, request: FastifyRequest, reply) => {
    const coded = toCoded(error)
    if (!coded || coded.status >= 500)
      log.error(
        { err: error, requestId: request.id, method: request.method, route: request.routeOptions.url },
        'a request failed',
      )
    return answer(reply, coded ?? new CodedError('INTERNAL'))
  })
}
