import { expect, test } from 'vitest'
import type { FaultTransition } from '#domain/faults.ts'
import { createFindings } from '../../../rules/backtest/findings.ts'

const told = (code: string, to: 'firing' | 'resolved', at: number, equipment = 'lift-1'): FaultTransition => ({
  ...{ id: `${code}-${at}`, to, equipment, site: 's1', class: 'elevator', code, at, evidence: [] },
})

test('a rule that fires without end is counted, and takes no room from the others', () => {
  const findings = createFindings(['LOUD', 'CALM'])
  for (let at = 0; at < 120_000; at += 2) findings.note([told('LOUD', 'firing', at), told('LOUD', 'resolved', at + 1)])
  findings.note([told('CALM', 'firing', 5)])
  expect([findings.of('LOUD').count, findings.of('LOUD').firings.length]).toEqual([60_000, 50_000])
  expect(findings.of('CALM').firings).toMatchObject([{ equipment: 'lift-1', firedAt: 5 }])
  expect(findings.count()).toBe(60_001)
})

test('a firing ends with the end of its own equipment, and a second word of it is not a second firing', () => {
  const findings = createFindings(['A'])
  findings.note([told('A', 'firing', 1), told('A', 'firing', 2, 'lift-2'), told('A', 'firing', 3)])
  findings.note([told('A', 'resolved', 4)])
  expect(findings.of('A').firings).toEqual([
    { equipment: 'lift-1', firedAt: 1, clearedAt: 4, evidence: [], tickets: [] },
    { equipment: 'lift-2', firedAt: 2, evidence: [], tickets: [] },
  ])
})
