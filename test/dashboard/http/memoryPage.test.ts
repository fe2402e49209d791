import fc from 'fast-check'
import { expect, test } from 'vitest'
import { memoryPage } from '../../../dashboard/server/http/memoryPage.ts'

const ids = fc.uniqueArray(fc.stringMatching(/^[a-z0-9-]{1,12}$/), { maxLength: 40 })

test('the pages one after another are the whole list, each thing once, in the order of the ids', () => {
  fc.assert(
    fc.property(ids, fc.integer({ min: 1, max: 12 }), (list, limit) => {
      const items = list.map(id => ({ id }))
      const seen: string[] = []
      let cursor: string | undefined
      do {
        const page = memoryPage(items, { limit, ...(cursor !== undefined && { cursor }) })
        expect(page.items.length).toBeLessThanOrEqual(limit)
        seen.push(...page.items.map(item => item.id))
        cursor = page.nextCursor
      } while (cursor !== undefined)
      expect(seen).toEqual([...list].sort())
    }),
  )
})

test('without a limit the list comes whole; a cursor that is none of ours is refused', () => {
  const items = [{ id: 'b' }, { id: 'a' }]
  expect(memoryPage(items, {})).toEqual({ items: [{ id: 'a' }, { id: 'b' }] })
  expect(() => memoryPage(items, { cursor: '***' })).toThrow(expect.objectContaining({ code: 'BAD_REQUEST' }))
})
