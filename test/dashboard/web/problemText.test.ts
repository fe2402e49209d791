import { expect, test } from 'vitest'
import { loadCatalogue } from '#domain/catalogue.ts'
import type { Problem } from '#domain/problem.ts'
import type { NewRule } from '#domain/rules.ts'
import { openRuleBook } from '#rules'
import { type Locale, say } from '../../../dashboard/web/src/i18n/say.ts'
import type { WordKey } from '../../../dashboard/web/src/i18n/zh.ts'
import { problemPlace, problemText } from '../../../dashboard/web/src/ui/problemText.ts'
import { testDatabase } from '../../helpers/database.ts'
import { WORDS } from './everyWord.ts'

const catalogue = loadCatalogue()

/** What the pages have at hand to word a problem in a language. */
function toolsIn(locale: Locale): Parameters<typeof problemText>[1] {
  const own = (named: { name: string; name_zh: string } | undefined) => (locale === 'zh' ? named?.name_zh : named?.name)
  const word = (group: string, code: string) =>
    `${group}.${code}` in WORDS[locale] ? say(WORDS[locale], locale, `${group}.${code}` as WordKey) : code
  const metricName = (kind: string, name: string) => {
    const found = catalogue.classes.get(kind)?.metric.get(name)
    return (locale === 'zh' ? found?.label_zh : found?.label) ?? name
  }
  const names = {
    className: (code: string) => own(catalogue.classes.get(code)) ?? code,
    metricName,
    skill: (code: string) => code,
  }
  const i18n = {
    t: (key: WordKey, params?: Record<string, string | number>) => say(WORDS[locale], locale, key, params),
    word,
  }
  return { i18n, names }
}

const LIMIT = { type: 'threshold', metric: 'motorTemperature', op: '>', value: 90, forS: 60 }
const CLEAR = { ...LIMIT, op: '<', value: 80 }
const deep = (n: number): object => (n === 0 ? LIMIT : { type: 'all', of: [deep(n - 1)] })

/** Finds the first problem of a rule, as the service tells it. */
async function openFinder(): Promise<(change: object) => Promise<Problem | undefined>> {
  const nothing = () => undefined
  const surroundings = { site: nothing, equipment: nothing, now: () => 0 }
  const { draft } = await openRuleBook({ database: await testDatabase(), catalogue, ...surroundings })
  return async change => {
    const base = { code: 'MY-HOT', class: 'elevator', name: 'Warm', condition: LIMIT, clear: CLEAR }
    const rule: NewRule = JSON.parse(JSON.stringify({ ...base, ...change }))
    return await draft(rule).then(
      () => undefined,
      (error: { details: { problems: Problem[] } }) => error.details.problems[0],
    )
  }
}

const WORDED: [what: string, change: object, path: string, en: string, zh: string][] = [
  ['a class', { class: 'ufo' }, '/class', 'There is no equipment class ufo', '没有设备类别 ufo'],
  [
    'a metric',
    { condition: { type: 'any', of: [LIMIT, { ...LIMIT, metric: 'warp' }] } },
    '/condition/of/1/metric',
    'Traction elevator (lift) has no metric warp',
    '曳引驱动电梯没有指标 warp',
  ],
  [
    'limits that contradict',
    { clear: { ...CLEAR, value: 95 } },
    '/clear',
    'Machine winding temperature fires and clears at the same value: the clear limit lies inside the firing one',
    '主机绕组温度在同一数值上既触发又恢复：恢复限值落在触发范围之内',
  ],
  [
    'a limit that excludes another',
    { condition: { type: 'all', of: [LIMIT, CLEAR] } },
    '/condition',
    'Machine winding temperature cannot be > 90 and < 80 at once: this is never true',
    '主机绕组温度不可能同时满足 > 90 和 < 80：条件永远不成立',
  ],
  [
    'no duration',
    { condition: { ...LIMIT, forS: 0 } },
    '/condition/forS',
    'For (s) must be more than 0 and at most 92 days; leave it out for at once',
    '持续（秒）必须大于 0 且不超过 92 天；立即触发请留空',
  ],
  [
    'a circle',
    { condition: { type: 'rule', code: 'MY-HOT' } },
    '/condition',
    'Rules refer to each other in a circle: MY-HOT → MY-HOT',
    '规则循环引用：MY-HOT → MY-HOT',
  ],
  [
    'a rule that is not there',
    { clear: { type: 'rule', code: 'NONE' } },
    '/clear',
    'The equipment class has no rule NONE',
    '该设备类别没有规则 NONE',
  ],
  [
    'length',
    { condition: { type: 'any', of: Array.from({ length: 1500 }, () => LIMIT) } },
    '/condition',
    'The conditions are too long: at most 100000 characters',
    '条件过长：最多 100000 个字符',
  ],
  ['depth', { condition: deep(40) }, '', 'Nested too deeply: at most 16 levels', '嵌套过深：最多 16 层'],
  [
    'a field',
    { clear: { ...CLEAR, forSeconds: 3 } },
    '/clear/forSeconds',
    '“Beyond a limit” has no field forSeconds',
    '“超过限值”没有字段 forSeconds',
  ],
  ['a number', { condition: { ...LIMIT, value: 'x' } }, '/condition/value', 'Has the wrong form', '格式不正确'],
  ['what is missing', { clear: { ...CLEAR, value: undefined } }, '/clear', 'Limit is missing', '缺少 限值'],
  ['a site', { scope: { sites: ['s9'] } }, '/scope/sites', 'There is no site s9', '没有项目 s9'],
]

test('what is wrong is told at its place in the reader’s language', async () => {
  const find = await openFinder()
  for (const [what, change, ...told] of WORDED) {
    const found = (await find(change)) as Problem
    expect([what, found.path, problemText(found, toolsIn('en')), problemText(found, toolsIn('zh'))]).toEqual([
      what,
      ...told,
    ])
  }
})

test('the place is said in words, a reason that the page does not know in the service’s own', () => {
  expect(problemPlace('/condition/of/1/forS', toolsIn('zh'))).toBe('触发条件 · 其中 · 2 · 持续（秒）')
  const newer = { path: '', reason: 'nova', params: {}, message: 'What is new' } as unknown as Problem
  expect(problemText(newer, toolsIn('en'))).toBe('What is new')
})
