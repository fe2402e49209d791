import { runInOrder } from '../runInOrder.ts'

/** What was found of each fault's ticket, as its close cause says of older ones, and how far each fault went. */
const STATEMENTS = [
  `alter table ticket add column verdict text`,
  `update ticket set verdict = case
    when repair like '%"cause":"false-alarm"%' or repair like '%"cause":"no-fault-found"%' then 'noFaultFound'
    when repair like '%"cause":"unknown"%' then null else 'genuine' end
    where repair is not null and fault_code is not null`,
  `create index ticket_verdict on ticket (fault_code, closed_at) where verdict is not null`,
  `alter table fault add column seen text`,
  `create index fault_ticket on fault (ticket) where ticket is not null`,
]

const BACK = [
  `drop index fault_ticket`,
  `alter table fault drop column seen`,
  `drop index ticket_verdict`,
  `alter table ticket drop column verdict`,
]

export const up = runInOrder(STATEMENTS)

export const down = runInOrder(BACK)
