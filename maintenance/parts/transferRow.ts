import type { Selectable } from 'kysely'
import type { Tables } from '#database/tables.ts'
import type { StockTransfer } from '#domain/parts.ts'
import { withoutNulls } from '../withoutNulls.ts'

export const toTransfer = (row: Selectable<Tables['stock_transfer']>): StockTransfer => ({
  id: row.id,
  partNo: row.part_no,
  quantity: row.quantity,
  from: row.source,
  to: row.target,
  status: row.to_come === 0 ? 'closed' : row.to_come < row.quantity ? 'partlyArrived' : 'sent',
  toCome: row.to_come,
  received: row.received,
  returned: row.returned,
  lost: row.lost,
  sentAt: row.sent_at,
  sentBy: row.sent_by,
  ...withoutNulls({ reason: row.reason, expectedAt: row.expected_at, closedAt: row.closed_at }),
})
