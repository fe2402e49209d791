import { ApiError } from './apiError.ts'

export type Query = Record<string, string | number | boolean | undefined>

/** Speaks to the service's HTTP API (contract.md §2). Every failure is an {@link ApiError}. */
export interface Api {
  get<T>(path: string, query?: Query, signal?: AbortSignal): Promise<T>
  post<T>(path: string, body: unknown): Promise<T>
  patch<T>(path: string, body: unknown): Promise<T>
  put<T>(path: string, body: unknown): Promise<T>
  remove(path: string): Promise<void>
  /** The lines of an answer as they come (NDJSON); takes as long as it takes, until `signal`. */
  lines<T>(path: string, body: unknown, signal: AbortSignal): AsyncGenerator<T>
}

/** Longest wait for an answer, in milliseconds. */
const PATIENCE_MS = 20_000

const withQuery = (path: string, query: Query = {}): string => {
  const pairs = Object.entries(query).filter(([, value]) => value !== undefined && value !== '')
  const search = new URLSearchParams(pairs.map(([key, value]) => [key, String(value)]))
  return pairs.length === 0 ? path : `${path}?${search}`
}

async function refusal(answer: Response): Promise<ApiError> {
  const body = await answer.json().catch(() => undefined)
  const error = body?.error ?? {}
  return new ApiError(error.code ?? 'INTERNAL', {
    status: answer.status,
    message: error.message ?? answer.statusText,
    details: error.details,
    requestId: answer.headers.get('x-request-id') ?? undefined,
  })
}

async function reach(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { credentials: 'same-origin', ...init })
  } catch (cause) {
    const name = cause instanceof Error ? cause.name : ''
    if (name === 'AbortError') throw cause
    throw new ApiError(name === 'TimeoutError' ? 'TIMEOUT' : 'UNREACHABLE')
  }
}

async function* readLines<T>(
  path: string,
  body: unknown,
  signal: AbortSignal,
  refuse: (answer: Response) => Promise<never>,
): AsyncGenerator<T> {
  const headers = { 'content-type': 'application/json', accept: 'application/x-ndjson' }
  const answer = await reach(`/api${path}`, { method: 'POST', body: JSON.stringify(body), headers, signal })
  if (!answer.ok || !answer.body) return await refuse(answer)
  let rest = ''
  for await (const chunk of answer.body.pipeThrough(new TextDecoderStream())) {
    const whole = (rest + chunk).split('\n')
    rest = whole.pop() ?? ''
    for (const line of whole) if (line !== '') yield JSON.parse(line) as T
  }
}

/** @param needs.onLoggedOut called when an answer says that the session is over */
export function createApi(needs: { onLoggedOut(): void }): Api {
  async function refuse(answer: Response): Promise<never> {
    const error = await refusal(answer)
    if (error.code === 'UNAUTHENTICATED') needs.onLoggedOut()
    throw error
  }
  async function call<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
    const patience = AbortSignal.timeout(PATIENCE_MS)
    const answer = await reach(`/api${path}`, {
      method,
      signal: signal ? AbortSignal.any([signal, patience]) : patience,
      ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
    if (!answer.ok) await refuse(answer)
    return (answer.status === 204 ? undefined : await answer.json()) as T
  }
  return {
    get: (path, query, signal) => call('GET', withQuery(path, query), undefined, signal),
    post: (path, body) => call('POST', path, body),
    patch: (path, body) => call('PATCH', path, body),
    put: (path, body) => call('PUT', path, body),
    remove: path => call('DELETE', path),
    lines: (path, body, signal) => readLines(path, body, signal, refuse),
  }
}
