import { expect, test } from 'vitest'
import { shallowRef } from 'vue'
import { type ChecklistItem, lineKey, type NewAnswer } from '#domain/checklists.ts'
import { ApiError } from '../../../dashboard/web/src/api/apiError.ts'
import { createAnswerQueue } from '../../../dashboard/web/src/checklist/answerQueue.ts'
import { groupLines, restOf, type VisitItem } from '../../../dashboard/web/src/checklist/checklistView.ts'

const item = (code: string, more: Partial<ChecklistItem> = {}): ChecklistItem => ({
  ...{ code, name: code, name_zh: code, requirement: 'x', requirement_zh: 'x', result: 'check', plan: 'PM-X' },
  ...more,
})
const ITEMS = [item('A'), item('B', { result: 'number' }), item('C', { test: true, photo: true })]
const VISIT: VisitItem = {
  ...{ id: 'v-1', plan: 'PM-X', plans: [], dueDay: '2026-12-01', windowStart: '2026-11-26', windowEnd: '2026-12-01' },
  ...{ estMin: 10, items: ITEMS, lacking: 6, photosLacking: 0 },
  equipment: ['lift-1', 'lift-2'].map(id => ({ id, name: id, class: 'elevator' })),
  lines: ['lift-1', 'lift-2'].flatMap(equipment => ITEMS.map(({ code }) => ({ item: code, equipment }))),
}
const ok = (code: string): NewAnswer => ({ item: code, equipment: 'lift-1', outcome: 'ok' })

/** The service with somebody else's answers, and a memory in place of the browser's. */
function setUp(kept: Record<string, string> = {}) {
  const versions = new Map<string, number>()
  const sent: NewAnswer[][] = []
  const state = { down: false, during: undefined as (() => Promise<void>) | undefined }
  const now = (): VisitItem => ({
    ...VISIT,
    lines: VISIT.lines.map(line => {
      const version = versions.get(lineKey(line))
      const answer = { version: version ?? 0, outcome: 'ok' as const, photos: [], at: '', by: 'x', before: [] }
      return version === undefined ? line : { ...line, answer }
    }),
  })
  const store = {
    getItem: (name: string) => kept[name] ?? null,
    setItem: (name: string, text: string) => {
      kept[name] = text
    },
    removeItem: (name: string) => {
      delete kept[name]
    },
  }
  const visit = shallowRef(now())
  const queue = createAnswerQueue({
    visit,
    store,
    read: async () => now(),
    send: async answers => {
      sent.push(answers)
      await state.during?.()
      if (state.down) throw new ApiError('UNREACHABLE')
      const stale = answers.filter(one => (one.version ?? 0) !== (versions.get(lineKey(one)) ?? 0))
      if (stale.length > 0)
        throw new ApiError('STALE_VERSION', {
          details: { answers: stale.map(one => ({ ...one, outcome: 'notOk', by: '李' })) },
        })
      for (const one of answers) versions.set(lineKey(one), (one.version ?? 0) + 1)
      return now()
    },
  })
  return { queue, visit, sent, state, versions, kept }
}

test('answers that are given while another is on its way go together, on top of what has arrived', async () => {
  const { queue, state, sent, visit } = setUp()
  state.during = async () => {
    state.during = undefined
    void queue.give([ok('A')])
    void queue.give([ok('C')])
  }
  await queue.give([ok('A')])
  expect(sent.map(batch => batch.map(one => [one.item, one.version]))).toEqual([
    [['A', 0]],
    [
      ['A', 1],
      ['C', 0],
    ],
  ])
  expect(queue.waiting.value.size).toBe(0)
  expect(visit.value.lines[0]?.answer?.version).toBe(2)
})

test('what somebody else answered meanwhile is told and stays; the rest is saved', async () => {
  const { queue, versions, visit } = setUp()
  versions.set('lift-1 A', 1)
  await queue.give([ok('A'), ok('C')])
  expect(queue.overtaken.value.get('lift-1 A')).toMatchObject({ outcome: 'notOk', by: '李' })
  expect([...versions]).toEqual([
    ['lift-1 A', 1],
    ['lift-1 C', 1],
  ])
  expect(visit.value.lines[0]?.answer?.version).toBe(1)
  await queue.give([ok('A')])
  expect(versions.get('lift-1 A')).toBe(2)
  expect(queue.overtaken.value.size).toBe(0)
})

test('without a network answers are kept, also when the page is opened anew, and sent later', async () => {
  const { queue, state, kept } = setUp()
  state.down = true
  await queue.give([ok('A')])
  expect(queue.error.value?.code).toBe('UNREACHABLE')
  const later = setUp(kept)
  expect([...later.queue.waiting.value.keys()]).toEqual(['lift-1 A'])
  await later.queue.flush()
  expect(later.versions.get('lift-1 A')).toBe(1)
  expect(kept).toEqual({})
})

test('a refusal is told and not sent again', async () => {
  const { queue, state, sent } = setUp()
  state.during = async () => {
    throw new ApiError('TICKET_ENDED')
  }
  await queue.give([ok('A')])
  expect(queue.error.value?.code).toBe('TICKET_ENDED')
  await queue.flush()
  expect(sent).toHaveLength(1)
})

test('“all the rest” of one piece are its open lines without value, test and photo', () => {
  const [first, second] = groupLines({
    ...VISIT,
    lines: VISIT.lines.map((line, i) =>
      i < 3 ? { ...line, answer: { version: 1, outcome: 'ok', photos: [], at: '', by: 'x', before: [] } } : line,
    ),
  })
  expect(first?.lines.map(({ lacks }) => lacks)).toEqual([undefined, undefined, 'photo'])
  expect([first, second].map(group => group && restOf(group).map(({ item: { code } }) => code))).toEqual([[], ['A']])
})
