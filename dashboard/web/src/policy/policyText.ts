import type { Services } from '../services.ts'
import type { PolicyPath } from './policyPath.ts'
import { lastsMs, unitOf } from './policyUnits.ts'
import type { PolicyWords } from './policyWords.ts'
import { kindOf, recordNode, type SchemaNode, valueNode, variantOf } from './schemaNode.ts'

interface Tools extends Pick<Services, 'i18n' | 'formats'> {
  words: PolicyWords
}

/** Texts that are codes of the catalogue; all others are a user's own words. */
const CODES = ['code', 'codes', 'choiceClasses']

function numberText({ i18n, formats }: Tools, path: PolicyPath, value: number): string {
  const unit = unitOf(path)
  if (unit === 'share') return formats.percent(value)
  const ms = lastsMs(value, unit)
  if (ms !== undefined) return formats.duration(ms)
  return `${formats.number(value, 9)} ${unit ? i18n.t(`policyUnit.${unit}`) : ''}`.trim()
}

function fieldsText(tools: Tools, path: PolicyPath, properties: SchemaNode['properties'], value: object): string {
  return Object.entries(properties ?? {})
    .filter(([key]) => key in value)
    .map(([key, node]) => {
      const at = [...path, key]
      return `${tools.words.part(at)}: ${policyText(tools, at, node, value[key as keyof typeof value])}`
    })
    .join(', ')
}

/** What stands at one place of a policy, in the reader's language and with its unit. */
export function policyText(tools: Tools, path: PolicyPath, node: SchemaNode, value: unknown): string {
  const { words, i18n } = tools
  if (value === undefined) return i18n.t('policy.absent')
  if (value === null) return i18n.t('policy.none')
  switch (kindOf(node)) {
    case 'number':
      return numberText(tools, path, Number(value))
    case 'flag':
      return i18n.t(value ? 'value.yes' : 'value.no')
    case 'text':
      return CODES.includes(String(path.filter(part => typeof part === 'string').at(-1)))
        ? words.code(String(value))
        : String(value)
    case 'choice':
      return words.code(String(value))
    case 'nullable':
      return policyText(tools, path, valueNode(node), value)
    case 'variants':
      return fieldsText(tools, path, node.anyOf?.[variantOf(node, value)]?.properties, Object(value))
    case 'record':
      return Object.entries(Object(value))
        .map(([key, each]) => `${words.code(key)}: ${policyText(tools, [...path, key], recordNode(node), each)}`)
        .join('; ')
    case 'group':
      return fieldsText(tools, path, node.properties, Object(value))
    default: {
      const items = (value as unknown[]).map((each, i) => policyText(tools, [...path, i], node.items ?? {}, each))
      return items.length === 0 ? i18n.t('policy.empty') : items.join(kindOf(node) === 'rows' ? '; ' : ', ')
    }
  }
}
