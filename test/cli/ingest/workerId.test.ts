import { expect, test } from 'vitest'
import { workerId } from '../../../cli/ingest/workerId.ts'
import { tempDir } from '../../helpers/tempDir.ts'

test('a worker keeps its name as long as its folder, and a folder is never taken for that of another worker', async () => {
  const [own, fresh] = [await tempDir(), await tempDir()]
  const id = workerId(own)
  expect(workerId(own)).toBe(id)
  expect(workerId(own, id)).toBe(id)
  expect(workerId(fresh, id)).toBe(id)
  expect(workerId(fresh)).toBe(id)
  expect(() => workerId(own, 'another')).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }))
})
