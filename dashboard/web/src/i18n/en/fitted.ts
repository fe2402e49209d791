import type { fitted as words } from '../zh/fitted.ts'

export const fitted = {
  'partsTab.fitted': 'Fitted parts',
  'fitted.here': 'Fitted parts',
  'fitted.add': 'Record a fitting',
  'fitted.addNote': "Notes it in the equipment's file and moves no stock; what a repair uses is noted by its ticket.",
  'fitted.remove': 'Remove',
  'fitted.removeTitle': 'Record a removal',
  'fitted.before': 'with removed ones ({n})',
  'fitted.warrantyOver': 'expired',
  'fitted.search': 'Find by serial number',
  'fitted.where': "Fittings and removals are recorded on the equipment's page.",
  'fitted.twice': 'A part of that number is fitted already; record its removal first.',
  'fitted.findIt': 'Find it',
  'fitted.none': 'No such serial number',
} satisfies Record<keyof typeof words, string>
