import { expect, test } from 'vitest'
import { lacksConsent } from '../../../dashboard/web/src/pages/tickets/lacksConsent.ts'

const AT = '2026-11-23T03:00:00.000Z'
const plan = (more: object) => ({
  failureMode: 'BRD',
  mechanism: 'wear',
  cause: 'wear-out',
  plan: 'x',
  at: AT,
  ...more,
})
const signed = (at: string) =>
  ({ number: 1, purpose: 'consent', name: '李', party: 'owner', drawn: true, at, by: 'x' }) as const

test('the page asks for consent where the service does: above the limit, without warranty, until somebody signs that plan', () => {
  const ticket = { diagnosis: plan({ estimatedCost: 901 }), signatures: [], consentAboveCny: 900 }
  expect(lacksConsent(ticket)).toEqual({ cost: 901, aboveCny: 900 })
  expect(lacksConsent({ ...ticket, consentAboveCny: 901 })).toBeUndefined()
  expect(lacksConsent({ ...ticket, diagnosis: plan({ estimatedCost: 901, underWarranty: true }) })).toBeUndefined()
  expect(lacksConsent({ ...ticket, diagnosis: plan({}), consentAboveCny: 0 })).toBeUndefined()
  expect(lacksConsent({ ...ticket, signatures: [signed(AT)] })).toBeUndefined()
  expect(lacksConsent({ ...ticket, signatures: [signed('2026-11-23T02:00:00.000Z')] })).toBeDefined()
  expect(lacksConsent({ signatures: [], consentAboveCny: 0 })).toBeUndefined()
})
