import type { basics as words } from '../zh/basics.ts'

export const basics = {
  'act.retry': 'Try again',
  'act.cancel': 'Cancel',
  'field.noteOptional': 'Note (optional)',
  'field.optional': 'optional',
  'field.choose': 'Choose',
  'field.name': 'Name',
  'span.workingDays': '{n} working day | {n} working days',
  'field.personName': 'Name',
  'field.phone': 'Phone',
} satisfies Record<keyof typeof words, string>
