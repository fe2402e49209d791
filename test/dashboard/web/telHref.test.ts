import { expect, test } from 'vitest'
import { telHref } from '../../../dashboard/web/src/ui/telHref.ts'

test.each([
  ['138 0000 0000', 'tel:13800000000'],
  ['+86 (21) 5555-0000', 'tel:+862155550000'],
])('%s is dialled as %s', (written, dialled) => {
  expect(telHref(written)).toBe(dialled)
})
