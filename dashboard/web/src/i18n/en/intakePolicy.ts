import type { intakePolicy as words } from '../zh/intakePolicy.ts'

/** The parts of the policy by which reports are taken in. */
export const intakePolicy = {
  'policyField.emergencyPhones': 'Emergency phones',
  'policyNote.emergencyPhones': 'Where people are in danger, the report page shows these first.',
  'policyField.sitePhones': 'Emergency phones of single sites',
  'policyNote.sitePhones': 'Shown before the general ones.',
  'policyField.phone': 'Phone',
  'policyField.rates': 'How often strangers may',
  'policyField.perAddress': 'From one network address, at most',
  'policyField.perEquipment': 'About one piece of equipment, at most',
  'policyField.photos': 'Photos',
  'policyField.maxCount': 'At most so many',
  'policyField.maxMegabytes': 'Each at most',
  'policyField.longestSidePx': 'Longest side is reduced to',
  'policyField.contactRoles': 'Who sees the contact of a reporter in full',
  'policyNote.contactRoles': 'A technician only while the ticket runs.',
  'policyField.choiceClasses': 'What a resident may choose from a list of the site',
  'policyField.photoDays': 'Photos are kept',
  'policyField.perSite': 'Reports about places at one site',
  'policyNote.photoDays': 'Counted from the end of the ticket; deleted by itself afterwards',
  'policyNote.contactDays': 'Deleted by itself afterwards',
} satisfies Record<keyof typeof words, string>
