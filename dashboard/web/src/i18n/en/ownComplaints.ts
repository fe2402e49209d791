import type { ownComplaints as words } from '../zh/ownComplaints.ts'

export const ownComplaints = {
  'complaint.kind': 'Kind of complaint',
  'complaint.text': 'Complaint',
  'complaint.contactNote': 'For the service desk alone; deleted some time after the end',
  'complaint.status.registered': 'Registered',
  'complaint.status.acknowledged': 'Acknowledged',
  'complaint.status.investigated': 'Investigated',
  'complaint.status.answered': 'Answered',
  'complaint.status.accepted': 'Answer accepted',
  'complaint.status.escalated': 'Escalated',
  'complaint.status.closed': 'Closed',
  'complaint.publicTitle': 'Complaint',
  'complaint.publicNote':
    'Every complaint is acknowledged, investigated and answered. Where people are trapped or something burns, call at once.',
  'complaint.promised': 'Acknowledged within {acknowledge}, answered within {answer}',
  'complaint.instead': 'Not satisfied? Make a complaint',
  'complaint.send': 'Send the complaint',
  'complaint.yours': 'Your complaint',
  'complaint.answerBy': 'We promise an answer by {time}',
  'complaint.accept': 'Accept the answer',
  'complaint.refuse': 'Not accepted: have it escalated',
  'complaint.whyNot': 'What is still not right?',
  'complaint.keepLink': 'Keep the link of this page: it shows how far it has come.',
} satisfies Record<keyof typeof words, string>
