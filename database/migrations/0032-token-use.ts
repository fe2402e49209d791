import { runInOrder } from '../runInOrder.ts'

/** When a program last came with a token, so that one that nobody needs is found. */
export const up = runInOrder(['alter table api_token add column last_used_at bigint'])

export const down = runInOrder(['alter table api_token drop column last_used_at'])
