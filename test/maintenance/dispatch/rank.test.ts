import fc from 'fast-check'
import { expect, test } from 'vitest'
import { loadCatalogue } from '#domain/catalogue.ts'
import type { CertificateStanding } from '#domain/certificates.ts'
import { type CandidateFacts, rank } from '../../../maintenance/dispatch/rank.ts'

const { points } = loadCatalogue().dispatch
const certificate = { kind: 'CERT-ELV-T', number: 'T-1', validFrom: '2024-01-01', validUntil: '2030-01-01' }
const VALID: CertificateStanding = { state: 'valid', kind: certificate.kind, certificate }
const EXPIRED: CertificateStanding = { state: 'expired', kind: certificate.kind, certificate }

const anybody = fc.record({
  skilled: fc.boolean(),
  certificate: fc.constantFrom<CertificateStanding>(VALID, { state: 'missing', kind: certificate.kind }),
  duty: fc.constantFrom('shift', 'onCall', 'off', 'unknown'),
  open: fc.nat(20),
  atSite: fc.boolean(),
  km: fc.double({ min: 0, max: 500, noNaN: true }),
  visits: fc.nat(5),
  namedSite: fc.boolean(),
})
type Anybody = typeof anybody extends fc.Arbitrary<infer T> ? T : never

/** Who comes first of two that are alike but for what is given. The second of the two has the better id. */
function first(both: Anybody, worse: Partial<CandidateFacts>, better: Partial<CandidateFacts>): string | undefined {
  const facts: CandidateFacts[] = [
    { ...both, name: 'better', technician: 'z-better', ...better } as CandidateFacts,
    { ...both, name: 'worse', technician: 'a-worse', ...worse } as CandidateFacts,
  ]
  return rank(facts, { points, strict: false })[0]?.name
}

test('among equals goes who has less to do', () => {
  fc.assert(
    fc.property(anybody, fc.nat(10), fc.integer({ min: 1, max: 10 }), (both, open, more) => {
      expect(first(both, { open: open + more }, { open })).toBe('better')
    }),
  )
})

test('among equals goes who is nearer, up to where the distance no longer counts more', () => {
  const far = points.leastKm / points.perKm
  fc.assert(
    fc.property(anybody, fc.double({ min: 0, max: far - 2, noNaN: true }), (both, km) => {
      expect(first({ ...both, atSite: false }, { km: km + 2 }, { km })).toBe('better')
    }),
  )
})

test('whose certificate is over comes last and is blocked, whatever else speaks for them', () => {
  fc.assert(
    fc.property(anybody, anybody, (best, other) => {
      const [winner, loser] = rank(
        [
          { ...best, technician: 'a', name: 'a', certificate: EXPIRED },
          { ...other, technician: 'b', name: 'b' },
        ],
        { points, strict: false },
      )
      expect([winner?.technician, winner?.blocked, loser?.blocked]).toEqual(['b', false, true])
    }),
  )
})

test('the points that are shown add up to the score', () => {
  fc.assert(
    fc.property(anybody, one => {
      const [candidate] = rank([{ ...one, technician: 'a', name: 'a' }], { points, strict: true })
      const shown = [...(candidate?.reasons ?? []), ...(candidate?.against ?? [])]
      expect(shown.reduce((sum, reason) => sum + reason.points, 0)).toBe(candidate?.score)
    }),
  )
})
