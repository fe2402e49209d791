import type { Actor } from '#domain/people.ts'
import type { PolicyVersion } from '#domain/policyVersion.ts'

export interface PolicyVerbs<P> {
  get(): Promise<PolicyVersion<P>>
  history(): Promise<PolicyVersion<P>[]>
  change(policy: P, version: number, actor: Actor, note?: string): Promise<PolicyVersion<P>>
}
