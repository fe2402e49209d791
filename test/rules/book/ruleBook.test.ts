import { expect, test } from 'vitest'
import { type Catalogue, loadCatalogue } from '#domain/catalogue.ts'
import type { Condition } from '#domain/condition.ts'
import type { Actor } from '#domain/people.ts'
import type { NewRule } from '#domain/rules.ts'
import { openRuleBook } from '#rules'
import { conditionProblems } from '../../../rules/book/checkConditions.ts'
import { contradictions } from '../../../rules/book/contradictions.ts'
import { testDatabase } from '../../helpers/database.ts'

const ADMIN: Actor = { username: 'anna', role: 'admin', sites: [] }
const DISPATCHER: Actor = { username: 'du', role: 'dispatcher', sites: [] }
const shipped = loadCatalogue()

async function book(database = testDatabase(), catalogue: Catalogue = shipped) {
  return await openRuleBook({
    database: await database,
    catalogue,
    site: id => (id === 's1' ? { id, name: id, timezone: 'Asia/Shanghai' } : undefined),
    equipment: () => undefined,
    now: () => 1000,
  })
}

const hot: Condition = { type: 'threshold', metric: 'motorTemperature', op: '>', value: 90, forS: 60 }
const cool: Condition = { type: 'threshold', metric: 'motorTemperature', op: '<', value: 80, forS: 60 }
const rule = (change: Partial<NewRule> = {}): NewRule => ({
  ...{ code: 'MY-HOT', class: 'elevator', name: 'Warm motor', condition: hot, clear: cool, reason: 'summer' },
  ...change,
})
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'accepted',
    (error: { code: string }) => error.code,
  )

test('every rule of the catalogue passes what people’s rules are held to', () => {
  for (const entry of shipped.classes.values())
    for (const fault of entry.faults) {
      const found = [...conditionProblems(fault, entry), ...contradictions(fault, entry)]
      expect(found, fault.code).toEqual([])
    }
})

test('a rule of one’s own is in force at once, explained, and after a restart', async () => {
  const database = await testDatabase()
  const first = await book(Promise.resolve(database))
  let changes = 0
  first.onChange(() => changes++)
  const made = await first.add(rule(), DISPATCHER)
  expect(made).toMatchObject({ code: 'MY-HOT', origin: 'own', version: 1, by: 'du', at: 1000, reason: 'summer' })
  expect(made.explanation.en).toContain('> 90 °C for 1 min')
  expect(made.explanation.zh).toContain('> 90 °C')
  expect(changes).toBe(1)
  for (const { catalogue } of [first, await book(Promise.resolve(database))])
    expect(catalogue.classes.get('elevator')?.fault.get('MY-HOT')).toMatchObject({ condition: hot, version: 1 })
  expect(shipped.classes.get('elevator')?.fault.has('MY-HOT')).toBe(false)
})

test('a changed rule of the catalogue keeps every version, and any of them can be put back', async () => {
  const { change, rollBack, history, get, catalogue } = await book()
  const limit = () => catalogue.classes.get('elevator')?.fault.get('ELV-MOTOR-HOT')?.condition
  const original = limit()
  const other = catalogue.classes.get('elevator')?.fault.get('ELV-VIB')
  await change('ELV-MOTOR-HOT', { condition: hot, clear: cool, reason: 'old winding' }, DISPATCHER)
  expect(limit()).toEqual(hot)
  expect(catalogue.classes.get('elevator')?.fault.get('ELV-VIB')).toBe(other)
  await change('ELV-MOTOR-HOT', { mode: 'off', version: 1, reason: 'rewinding' }, ADMIN)
  await rollBack('ELV-MOTOR-HOT', { to: 1, reason: 'back in service' }, ADMIN)
  expect(get('ELV-MOTOR-HOT', ADMIN)).toMatchObject({ version: 3, origin: 'changed', rule: { condition: hot } })
  await rollBack('ELV-MOTOR-HOT', { to: 0, reason: 'new motor' }, ADMIN)
  expect(limit()).toEqual(original)
  expect(get('ELV-MOTOR-HOT', ADMIN)).toMatchObject({ version: 4, origin: 'catalogue' })
  const versions = await history('ELV-MOTOR-HOT', ADMIN)
  expect(versions.map(v => [v.version, v.by, v.reason])).toEqual([
    [4, 'anna', 'new motor'],
    [3, 'anna', 'back in service'],
    [2, 'anna', 'rewinding'],
    [1, 'du', 'old winding'],
    [0, undefined, undefined],
  ])
  expect(versions[0]?.hash).toBe(versions[4]?.hash)
  expect(versions[1]?.hash).toBe(versions[3]?.hash)
})

test('who saw an older version, or comes second with a code, is refused', async () => {
  const { add, change } = await book()
  await add(rule(), ADMIN)
  expect(await codeOf(add(rule(), ADMIN))).toBe('ALREADY_EXISTS')
  expect(await codeOf(add(rule({ code: 'ELV-VIB' }), ADMIN))).toBe('ALREADY_EXISTS')
  await change('MY-HOT', { severity: 'major', version: 1, reason: 'x' }, ADMIN)
  expect(await codeOf(change('MY-HOT', { severity: 'general', version: 1, reason: 'x' }, ADMIN))).toBe('STALE_VERSION')
  const both = ['a', 'b'].map(reason => codeOf(change('MY-HOT', { severity: 'advisory', reason }, ADMIN)))
  expect((await Promise.all(both)).sort()).toEqual(['STALE_VERSION', 'accepted'])
})

const deep = (levels: number): Condition => (levels === 0 ? hot : { type: 'all', of: [deep(levels - 1)] })
const REFUSED: [code: string, change: Partial<NewRule>][] = [
  ['UNKNOWN_CLASS', { class: 'spaceship' }],
  ['UNKNOWN_METRIC', { condition: { ...hot, metric: 'noSuch' } as Condition }],
  ['UNKNOWN_METRIC', { clear: { type: 'all', of: [{ ...cool, metric: 'noSuch' } as Condition] } }],
  ['UNKNOWN_PARAMETER', { condition: { ...hot, value: { param: 'noSuch' } } as Condition }],
  ['UNKNOWN_SKILL', { skill: 'SK-NONE' }],
  ['UNKNOWN_PART', { parts: [{ partNo: 'NO-SUCH', qty: 1, reserve: 'hard' }] }],
  ['UNKNOWN_SITE', { scope: { sites: ['s9'] } }],
  ['UNKNOWN_EQUIPMENT', { scope: { equipment: ['lift-9'] } }],
  ['UNKNOWN_RULE', { condition: { type: 'rule', code: 'NONE' } }],
  ['RULE_CONTRADICTORY', { clear: { ...cool, value: 95 } as Condition }],
  ['RULE_CONTRADICTORY', { clear: { ...hot, value: 100 } as Condition }],
  ['RULE_CONTRADICTORY', { condition: { type: 'all', of: [hot, cool] } }],
  ['RULE_DURATION', { condition: { ...hot, forS: 0 } as Condition }],
  ['RULE_DURATION', { condition: { ...hot, forS: 31_536_000 } as Condition }],
  ['UNKNOWN_METRIC', { tiers: [{ severity: 'major', condition: { ...hot, metric: 'noSuch' } as Condition }] }],
  ['RULE_INVALID', { tiers: [{ severity: 'major', condition: { ...hot, forSeconds: 3 } as Condition }] }],
  ['RULE_TOO_DEEP', { condition: deep(40) }],
  ['RULE_TOO_LARGE', { condition: { type: 'any', of: Array.from({ length: 1500 }, () => hot) } }],
  ['RULE_INVALID', { condition: { ...hot, forSeconds: 3 } as Condition }],
  ['RULE_INVALID', { condition: { type: 'state', metric: 'carDoorState', in: [9] } }],
  ['RULE_INVALID', { condition: { type: 'threshold', metric: 'doorZone', op: '>', value: 0 } }],
]
test('what cannot work is refused with its code, and nothing is kept', async () => {
  const { add, list } = await book()
  for (const [code, change] of REFUSED)
    expect([code, JSON.stringify(change).slice(0, 80), await codeOf(add(rule(change), ADMIN))]).toEqual([
      code,
      JSON.stringify(change).slice(0, 80),
      code,
    ])
  expect(list(ADMIN).filter(r => r.origin !== 'catalogue')).toEqual([])
})

test('a rule may refer to others, and follows them; a circle is refused', async () => {
  const { add, change, catalogue } = await book()
  const condition = (code: string) => catalogue.classes.get('elevator')?.fault.get(code)?.condition
  await add(rule({ code: 'A' }), ADMIN)
  await add(rule({ code: 'B', condition: { type: 'any', of: [{ type: 'rule', code: 'A' }] } }), ADMIN)
  expect(condition('B')).toEqual({ type: 'any', of: [hot] })
  expect(await codeOf(change('A', { condition: { type: 'rule', code: 'B' }, reason: 'x' }, ADMIN))).toBe('RULE_CYCLE')
  expect(await codeOf(add(rule({ code: 'C', condition: { type: 'rule', code: 'C' } }), ADMIN))).toBe('RULE_CYCLE')
  await change('A', { condition: { ...hot, value: 95 } as Condition, reason: 'x' }, ADMIN)
  expect(condition('B')).toEqual({ type: 'any', of: [{ ...hot, value: 95 }] })
})

test('references that double at each step are refused before they fill the memory', async () => {
  const { add } = await book()
  await add(rule({ code: 'R0' }), ADMIN)
  const twice = (code: string): Condition => ({ type: 'any', of: [1, 2].map(() => ({ type: 'rule', code })) })
  const answers: string[] = []
  for (let i = 1; i < 14; i++)
    answers.push(await codeOf(add(rule({ code: `R${i}`, condition: twice(`R${i - 1}`) }), ADMIN)))
  expect(answers.slice(0, 5)).toEqual(Array.from({ length: 5 }, () => 'accepted'))
  expect(answers).toContain('RULE_TOO_LARGE')
})

test('a rule that the product can no longer use is named, and stops no other', async () => {
  const database = await testDatabase()
  const before = await book(Promise.resolve(database))
  await before.add(rule(), ADMIN)
  await before.change('ELV-VIB', { severity: 'major', reason: 'x' }, ADMIN)
  const elevator = shipped.classes.get('elevator')
  if (!elevator) throw new Error('no elevator')
  const metric = new Map([...elevator.metric].filter(([name]) => name !== 'motorTemperature'))
  const later = { ...shipped, classes: new Map(shipped.classes).set('elevator', { ...elevator, metric }) }
  const after = await book(Promise.resolve(database), later)
  expect(after.get('MY-HOT', ADMIN).problem).toMatchObject({
    reason: 'unknownMetric',
    path: '/condition/metric',
    params: { metric: 'motorTemperature' },
  })
  expect(after.catalogue.classes.get('elevator')?.fault.has('MY-HOT')).toBe(false)
  expect(after.catalogue.classes.get('elevator')?.fault.get('ELV-VIB')?.severity).toBe('major')
})

test('people limited to sites touch only rules of these; only an administrator silences danger to life', async () => {
  const { add, change, list } = await book()
  const local: Actor = { ...DISPATCHER, sites: ['s1'] }
  expect(await codeOf(add(rule(), local))).toBe('FORBIDDEN')
  await add(rule({ scope: { sites: ['s1'] } }), local)
  expect(await codeOf(change('ELV-VIB', { mode: 'off', reason: 'x' }, local))).toBe('FORBIDDEN')
  expect(list({ ...local, sites: ['s2'] }).some(r => r.code === 'MY-HOT')).toBe(false)
  expect(await codeOf(change('ELV-TRAP', { mode: 'off', reason: 'x' }, DISPATCHER))).toBe('FORBIDDEN')
  expect(await codeOf(change('ELV-TRAP', { mode: 'off', reason: 'x' }, ADMIN))).toBe('accepted')
  expect(await codeOf(change('ELV-UCM', { lifeSafety: false, reason: 'x' }, ADMIN))).toBe('RULE_INVALID')
})

test('there is an end to the rules of one’s own', async () => {
  const database = await testDatabase()
  const { add } = await book(Promise.resolve(database))
  const rows = (from: number) =>
    Array.from({ length: 1000 }, (_, i) => ({
      ...{ code: `R-${from + i}`, version: 1, class: 'elevator', rule: null, hash: '', at: 0, by: 'x', reason: '' },
    }))
  for (let from = 0; from < 10_000; from += 1000)
    await database.db.insertInto('rule_version').values(rows(from)).execute()
  expect(await codeOf(add(rule(), ADMIN))).toBe('TOO_MANY_RULES')
})
