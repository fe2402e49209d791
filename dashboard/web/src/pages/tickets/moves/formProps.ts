import type { MoveRow } from '#domain/ticketMoves.ts'
import type { ApiError } from '../../../api/apiError.ts'
import type { TicketItem } from '../../../api/items.ts'

/** What every form of a move is given: it sends the move, or is closed. */
export interface MoveFormProps {
  row: MoveRow
  ticket: TicketItem
  busy: boolean
  error: ApiError | undefined
}
