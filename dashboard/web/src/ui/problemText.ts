import type { Problem } from '#domain/problem.ts'
import type { Wording } from '../i18n/wording.ts'
import type { WordKey } from '../i18n/zh.ts'

/** What it takes to word a problem. */
interface Tools {
  i18n: Wording
  names: {
    className(code: string): string
    metricName(kind: string, name: string): string
    skill(code: string): string
  }
}

/** The problems that a refusal lists. */
export function problemsOf(error: { details: unknown } | undefined): Problem[] {
  const { problems } = (error?.details ?? {}) as { problems?: unknown }
  return Array.isArray(problems) ? problems : []
}

/** Whose fields have names, in the order in which these are looked up. */
const GROUPS = ['conditionField', 'ruleField', 'partField', 'planField', 'itemField'] as const

/** A field by name, or as it is written. */
const fieldName = (key: string, { i18n }: Tools): string =>
  GROUPS.map(group => i18n.word(group, key)).find(name => name !== key) ?? key

/** Where a problem lies, in words: `/of/1/forS` is “Of · 2 · For (s)”. */
export const problemPlace = (path: string, tools: Tools): string =>
  path
    .split('/')
    .filter(Boolean)
    .map(key => (/^\d+$/.test(key) ? String(Number(key) + 1) : fieldName(key, tools)))
    .join(' · ')

/** What is wrong, in the reader's language. */
export function problemText({ reason, params, message }: Problem, tools: Tools): string {
  const { i18n, names } = tools
  const key = `problem.${reason}`
  if (i18n.word('problem', reason ?? '') === reason || !reason) return message
  const { class: kind, metric, field, type, skill } = params
  return i18n.t(key as WordKey, {
    ...params,
    ...(kind !== undefined && { class: names.className(String(kind)) }),
    ...(metric !== undefined && { metric: names.metricName(String(kind ?? ''), String(metric)) }),
    ...(field !== undefined && { field: fieldName(String(field), tools) }),
    ...(type !== undefined && { type: i18n.word('condition', String(type)) }),
    ...(skill !== undefined && { skill: names.skill(String(skill)) }),
  })
}
