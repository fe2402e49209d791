import type { people as words } from '../zh/people.ts'

export const people = {
  'people.certificates': 'Certificates',
  'people.certificate': 'Certificate',
  'people.number': 'Number',
  'people.validFrom': 'Valid from',
  'people.validUntil': 'Valid until',
  'people.addCertificate': 'Add a certificate',
  'people.removeCertificate': 'Remove',
  'people.ended': '{name} has expired ({day})',
  'people.ends': '{name} ends on {day} (within {n} day) | {name} ends on {day} (within {n} days)',
  'people.noCertificates': 'No certificates on file',
  'people.company': 'Contractor (empty: own people)',
  'people.base': 'Starts the day at',
  'people.noBase': 'nowhere in particular',
  'people.technician': 'Technician',
  'people.contractor': 'contractor',
  'people.standing': 'Standing',
  'people.valid': 'valid',
  'people.over': 'expired',
  'people.soon': 'ends within {n} day | ends within {n} days',
} satisfies Record<keyof typeof words, string>
