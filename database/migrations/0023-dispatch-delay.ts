import { runInOrder } from '../runInOrder.ts'

/** What is counted of a ticket changed, so all of it goes; the stage writes it anew beside the work when it starts. */
const ANEW = ['delete from ticket_breach', 'delete from ticket_figure']

/** The time until somebody is sent, apart from the time until somebody has looked. */
export const up = runInOrder([...ANEW, 'alter table ticket_figure add column dispatch bigint'])

export const down = runInOrder([...ANEW, 'alter table ticket_figure drop column dispatch'])
