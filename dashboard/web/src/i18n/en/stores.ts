import type { stores as words } from '../zh/stores.ts'

export const stores = {
  'partsTab.parts': 'Parts',
  'partsTab.ordering': 'Ordering',
  'partsTab.stores': 'Stores and vans',
  'store.place': 'Belongs to',
  'store.kept': 'Kinds of parts',
  'store.none': 'No stores yet',
  'store.open': 'Open',
  'store.closed': 'Closed',
  'store.change': 'Change the store',
  'store.close': 'Close down',
  'store.closeNote':
    'Nothing can be put there any more, and nothing is reserved from it; its movements are kept. A store that holds parts stays open.',
  'store.reopen': 'Open again',
  'store.reopenNote': 'Parts can be put there and reserved from it again.',
  'store.held': '{n} {unit} on hand, {reserved} of it reserved',
  'store.stock': 'Stock',
  'store.empty': 'No parts here',
  'store.travelDays': 'Travel days',
  'store.travelNote': 'Days that parts travel between it and the main store; a transfer is expected after them.',
  'store.move': 'Move',
} satisfies Record<keyof typeof words, string>
