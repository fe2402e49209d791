import type { users as words } from '../zh/users.ts'

export const users = {
  'users.title': 'Accounts',
  'users.role': 'Role',
  'users.add': 'Add an account',
  'users.change': 'Change the account {name}',
  'users.remove': 'Remove',
  'users.removeSure': 'Remove the account {name}? It is logged out at once.',
  'users.newPassword': 'New password',
  'users.passwordKept': 'Empty: unchanged. After a change the account has to log in again',
  'users.passwordNote': 'At least 8 characters. After a change one has to log in again',
  'users.technicianNote': 'A technician logs in with the own id',
  'users.may.admin': 'changes everything',
  'users.may.dispatcher': 'takes reports, dispatches, calls back, answers complaints',
  'users.may.technician': 'works on the own tickets',
  'users.may.viewer': 'only reads',
} satisfies Record<keyof typeof words, string>
