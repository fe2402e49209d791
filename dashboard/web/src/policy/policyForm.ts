import { type Component, type InjectionKey, inject, type Ref } from 'vue'
import type { PolicyPath } from './policyPath.ts'
import type { PolicyWords } from './policyWords.ts'
import type { SchemaNode } from './schemaNode.ts'

/** What every field of one policy's form looks at. */
export interface PolicyForm {
  words: PolicyWords
  /** What stood at a place in the version that is being changed, when it is another. */
  was(path: PolicyPath, node: SchemaNode): string | undefined
  /** What a value at a place says, with its unit. */
  text(path: PolicyPath, node: SchemaNode, value: unknown): string
  /** What is wrong at a place, in the reader's language. */
  problems(path: PolicyPath): string[]
  /** Codes that may be chosen where the schema takes any. */
  options(path: PolicyPath): string[] | undefined
  /** The field for any part, handed down so that fields may hold fields. */
  readonly field: Component
  readonly disabled: Readonly<Ref<boolean>>
}

export const POLICY_FORM: InjectionKey<PolicyForm> = Symbol('policy form')

export function usePolicyForm(): PolicyForm {
  const form = inject(POLICY_FORM)
  if (!form) throw new Error('a field outside of a policy form')
  return form
}

/** What each field takes: its place, and what the schema says of it. */
export interface FieldProps {
  node: SchemaNode
  path: PolicyPath
}
