import { shallowRef } from 'vue'
import { ApiError } from '../../api/apiError.ts'
import type { TicketItem } from '../../api/items.ts'
import { useServices } from '../../services.ts'
import { type Action, useAction } from '../../ui/useAction.ts'
import { type EntryItem, timelineText } from './timelineText.ts'

/** A form about a ticket: it is sent with the version that the person saw, whatever has become of the ticket since. */
export interface SeenTicket extends Pick<Action, 'busy' | 'error'> {
  /** The form is opened, or filled in anew: what the page shows now is what the person sees. */
  look(): void
  /**
   * True when it worked. When somebody was faster, the error says what happened in the meantime; what was filled in stays,
   * and may be sent again.
   */
  send(work: (version: number) => Promise<unknown>): Promise<boolean>
}

/** The details of a `STALE_VERSION` about a ticket. */
interface Missed {
  version: number
  since: EntryItem[]
}

export function useSeenTicket(ticket: () => Pick<TicketItem, 'version'>): SeenTicket {
  const { formats, i18n } = useServices()
  const { busy, error, run } = useAction()
  const seen = shallowRef(ticket().version)

  function tellMissed({ code, details, requestId }: ApiError): void {
    const { version, since } = details as Missed
    seen.value = version
    const lines = since.map(entry => `${formats.time(entry.at)} ${entry.by}: ${timelineText(entry, i18n)}`)
    error.value = new ApiError(code, { details: lines.join(' · '), requestId })
  }

  return {
    busy,
    error,
    look: () => {
      seen.value = ticket().version
      error.value = undefined
    },
    send: async work => {
      if (await run(() => work(seen.value))) return true
      if (error.value?.code === 'STALE_VERSION') tellMissed(error.value)
      return false
    },
  }
}
