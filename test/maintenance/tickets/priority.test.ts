import { expect, test } from 'vitest'
import { loadCatalogue } from '#domain/catalogue.ts'
import type { Equipment } from '#domain/equipment.ts'
import type { Severity } from '#domain/faults.ts'
import { endangersLife, findRule, priorityOf } from '../../../maintenance/tickets/priority.ts'

const catalogue = loadCatalogue()

/** Catalogue §5.4, written out: severity, life safety, then high, normal, low. */
const MATRIX: [Severity, boolean, string, string, string][] = [
  ['major', true, 'P0', 'P0', 'P0'],
  ['major', false, 'P1', 'P1', 'P2'],
  ['general', true, 'P1', 'P2', 'P2'],
  ['general', false, 'P2', 'P2', 'P3'],
  ['advisory', true, 'P2', 'P3', 'P3'],
  ['advisory', false, 'P3', 'P3', 'P4'],
  ['predictive', true, 'P3', 'P3', 'P4'],
  ['predictive', false, 'P4', 'P4', 'P4'],
]

test.each(MATRIX)('%s, life safety %s', (severity, lifeSafety, high, normal, low) => {
  const at = (occupancy: Equipment['occupancy']) => priorityOf(catalogue.serviceLevels, severity, lifeSafety, occupancy)
  expect([at('high'), at('normal'), at('low')]).toEqual([high, normal, low])
  expect(at('unknown')).toBe(lifeSafety ? high : normal)
})

test('a feeder endangers life when it feeds what saves lives', () => {
  const gated = [...(catalogue.classes.get('feeder-circuit')?.faults ?? [])].find(f => f.lifeSafetyWhen)
  const known = findRule(catalogue, 'feeder-circuit', gated?.code ?? '')
  if (!known) throw new Error('the catalogue has no gated fault')
  const feeder = { class: 'feeder-circuit', params: {} } as Equipment
  expect(endangersLife(known, feeder)).toBe(false)
  expect(endangersLife(known, { ...feeder, params: { feedsLifeSafety: 1 } })).toBe(true)
})
