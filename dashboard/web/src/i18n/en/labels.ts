import type { labels as words } from '../zh/labels.ts'

export const labels = {
  'label.photo': 'Photograph the QR code of the label',
  'label.enter': 'Or enter the code on the label',
  'label.scanned': 'Label scanned',
  'label.drop': 'Enter another',
  'label.misread': 'The code is not right; compare it with the label',
  'label.unread': 'No label code was found on the photo; old labels do not prove an arrival',
  'label.goOn': 'Go on with repair job {ticket}',
  'label.renew': 'Renew the label',
  'label.renewNote':
    'For a label that is lost, worn or was copied. The old one still takes reports, but proves no arrival any more; print the new one and put it up.',
  'label.made': 'made by {who} on {time}',
  'label.proves': 'the code proves that somebody is there: do not pass it on',
  'label.before': 'Labels before',
} satisfies Record<keyof typeof words, string>
