import type { Label, Labelled, LabelRenewal } from '#domain/labels.ts'
import type { Actor } from '#domain/people.ts'

/** What the dashboard asks about labels. */
export interface LabelVerbs {
  of(item: Labelled, actor: Actor): Promise<Label>
  renew(item: Labelled, renewal: LabelRenewal, actor: Actor): Promise<Label>
  find(code: string): Promise<Labelled | undefined>
}
