import { runInOrder } from '../runInOrder.ts'

/** Why a plan was changed. */
export const up = runInOrder(['alter table plan_version add column reason text'])

export const down = runInOrder(['alter table plan_version drop column reason'])
