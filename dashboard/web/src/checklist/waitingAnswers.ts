import { type Ref, shallowRef } from 'vue'
import { lineKey, type NewAnswer } from '#domain/checklists.ts'

/** Answers that have not arrived yet, by line; kept where the page finds them again. */
export interface WaitingAnswers {
  readonly answers: Readonly<Ref<ReadonlyMap<string, NewAnswer>>>
  change(edit: (answers: Map<string, NewAnswer>) => void): void
}

export type AnswerStore = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

function kept(store: AnswerStore, name: string): [string, NewAnswer][] {
  try {
    return JSON.parse(store.getItem(name) ?? '[]').map((answer: NewAnswer) => [lineKey(answer), answer])
  } catch {
    return []
  }
}

export function createWaitingAnswers(store: AnswerStore, name: string): WaitingAnswers {
  const answers = shallowRef<ReadonlyMap<string, NewAnswer>>(new Map(kept(store, name)))
  return {
    answers,
    change: edit => {
      const now = new Map(answers.value)
      edit(now)
      answers.value = now
      if (now.size === 0) store.removeItem(name)
      else store.setItem(name, JSON.stringify([...now.values()]))
    },
  }
}
