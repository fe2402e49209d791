import { expect, test } from 'vitest'
import type { SomeWords } from '../../../dashboard/web/src/i18n/say.ts'
import { spokenWords } from '../../../dashboard/web/src/i18n/spokenWords.ts'

/** Words that arrive, or fail to, when the test says so. */
function library() {
  const asked: { of: string; come(): void; fail(): void }[] = []
  const load = (locale: string, audience: string) =>
    new Promise<SomeWords>((resolve, reject) => {
      const of = `${locale} ${audience}`
      asked.push({ of, come: () => resolve({ 'app.name': of }), fail: () => reject(new Error('no network')) })
    })
  return { asked, load }
}

test('the language turns when its words are here, and to all that was read before', async () => {
  const { asked, load } = library()
  const { spoken, speak, prepare } = spokenWords('zh', load)
  const first = prepare('staff')
  asked[0]?.come()
  await first
  await prepare('everyone')
  const turned = speak('en')
  expect(spoken.value).toEqual({ locale: 'zh', words: { 'app.name': 'zh staff' } })
  asked[1]?.come()
  await turned
  expect(spoken.value).toEqual({ locale: 'en', words: { 'app.name': 'en staff' } })
  expect(asked.map(({ of }) => of)).toEqual(['zh staff', 'en staff'])
})

test('of two wishes the later counts, however late the words of the earlier come', async () => {
  const { asked, load } = library()
  const { spoken, speak } = spokenWords('zh', load)
  const both = [speak('en'), speak('zh')]
  asked[1]?.come()
  await both[1]
  asked[0]?.come()
  await both[0]
  expect(spoken.value.locale).toBe('zh')
})

test('words that cannot be fetched leave the language as it is, and are fetched again', async () => {
  const { asked, load } = library()
  const { spoken, speak, prepare } = spokenWords('zh', load)
  const refused = speak('en')
  asked[0]?.fail()
  await expect(refused).rejects.toThrow('no network')
  const ready = prepare('everyone')
  asked[1]?.come()
  await ready
  expect(spoken.value).toEqual({ locale: 'zh', words: { 'app.name': 'zh everyone' } })
})
