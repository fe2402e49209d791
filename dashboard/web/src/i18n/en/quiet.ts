import type { quiet as words } from '../zh/quiet.ts'

/** What is out of service or shelved, and the pages of the other policies. */
export const quiet = {
  'settings.quiet': 'Out of service and shelved',
  'settings.alarmPolicy': 'Alarm policy',
  'settings.alarmPolicyAbout':
    'The numbers of alarm management: shelving, chattering, standing, telling again, escalation, recurrence, grouping and floods (ISA-18.2, EEMUA 191).',
  'settings.intakePolicy': 'Reports by residents',
  'settings.intakePolicyAbout':
    'Phones for danger, how often strangers may report, photos, who sees contacts and how long they are kept.',
  'settings.reportPolicy': 'Report policy',
  'settings.reportPolicyAbout': 'The numbers by which analytics and reports are computed.',
  'quiet.about': 'Faults that are out of service or shelved are recorded and shown, and open no ticket (ISA-18.2 §11).',
  'quiet.outOfService': 'Out of service',
  'quiet.shelved': 'Shelved faults',
  'quiet.what': 'What',
  'quiet.equipment': 'Equipment',
  'quiet.since': 'Since',
  'quiet.until': 'Until',
  'quiet.by': 'By',
  'quiet.noEnd': 'until put back',
  'quiet.ended': 'ended {time} by {by}',
  'quiet.withEnded': 'Those that have ended',
  'quiet.noneOut': 'Nothing is out of service',
  'quiet.noneShelved': 'Nothing is shelved',
} satisfies Record<keyof typeof words, string>
