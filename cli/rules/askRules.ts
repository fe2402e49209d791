import { CodedError } from '#domain/errors.ts'
import { everyPage } from '#domain/everyPage.ts'
import type { RuleHealth } from '#domain/ruleHealth.ts'
import type { RuleRecord } from '#domain/ruleRecord.ts'
import type { RuleInForce } from '#domain/rules.ts'
import type { Wire } from '#domain/wire.ts'

/** A rule as `GET /api/rules` shows it. */
export type RuleShown = Wire<RuleInForce & RuleRecord & { health?: RuleHealth }>

interface Answer {
  items?: RuleShown[]
  nextCursor?: string
  error?: { code: string; message: string }
}

/** All rules of a running service, or those of a class, page by page. @throws CodedError BAD_REQUEST with the service's own words */
export async function askRules(
  service: { url: string; token: string },
  kind: string | undefined,
): Promise<RuleShown[]> {
  const found: RuleShown[] = []
  const list = (cursor?: string) =>
    readPage(service, new URLSearchParams({ ...(kind && { class: kind }), ...(cursor && { cursor }) }))
  for await (const page of everyPage(list)) {
    if (page.error) {
      const { code, message } = page.error
      throw new CodedError('BAD_REQUEST', { code }, `${code}: ${message}`)
    }
    found.push(...(page.items ?? []))
  }
  return found
}

async function readPage({ url, token }: { url: string; token: string }, query: URLSearchParams): Promise<Answer> {
  const answer = await fetch(`${url}/api/rules?${query}`, { headers: { authorization: `Bearer ${token}` } }).catch(
    (error: Error) => {
      throw new CodedError('BAD_REQUEST', { url }, `${url} does not answer: ${error.message}`)
    },
  )
  return (await answer.json()) as Answer
}
