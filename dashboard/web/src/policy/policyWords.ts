import type { Services } from '../services.ts'
import { CODE_GROUPS, fieldCodes } from './fieldCodes.ts'
import { type PolicyPath, valueAt } from './policyPath.ts'

const PRIORITY = /^P\d$/

/** The words of a policy's parts, in the reader's language. */
export interface PolicyWords {
  /** The name of the part at the end of a path. */
  part(path: PolicyPath): string
  /** The whole way to a part of a policy, for lists of changes. */
  way(path: PolicyPath, policy: unknown): string
  /** What has to be said of a part beside its name. */
  note(path: PolicyPath): string | undefined
  code(code: string): string
  /** What a row is called by what is in it. */
  row(row: unknown, index: number): string
}

export function createPolicyWords({ i18n, names, sites }: Pick<Services, 'i18n' | 'names' | 'sites'>): PolicyWords {
  const { word, t, pick } = i18n
  const found = (group: string, code: string) => {
    const text = word(group, code)
    return text === code ? undefined : text
  }
  const firstOf = (group: string, codes: string[]) =>
    codes.map(each => found(group, each)).find(text => text !== undefined)

  const code = (given: string): string => {
    const own = CODE_GROUPS.map(group => found(group, given)).find(text => text !== undefined)
    if (own !== undefined) return PRIORITY.test(given) ? `${given} ${own}` : own
    if (names.classOf(given)) return names.className(given)
    return sites.list.value.some(site => site.id === given) ? sites.name(given) : names.faultName(given)
  }
  const row = (given: unknown, index: number): string => {
    const { code: own, name, name_zh: zh, severity, lifeSafety } = Object(given) as Record<string, unknown>
    if (typeof severity === 'string')
      return `${word('severity', severity)}${lifeSafety ? ` · ${t('severity.lifeSafety')}` : ''}`
    const named = pick({ en: String(name ?? ''), zh: String(zh ?? '') })
    return typeof own === 'string' && PRIORITY.test(own) ? `${own} ${named}` : named || `№ ${index + 1}`
  }
  const part = (path: PolicyPath) => firstOf('policyField', fieldCodes(path)) ?? code(String(path.at(-1)))
  return {
    part,
    way: (path, policy) =>
      path
        .map((last, i) => {
          const upTo = path.slice(0, i + 1)
          return typeof last === 'number' ? row(valueAt(policy, upTo), last) : part(upTo)
        })
        .join(' · '),
    note: path => firstOf('policyNote', fieldCodes(path)),
    code,
    row,
  }
}
