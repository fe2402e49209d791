/** Reports about a place, and how the desk finds out what they are about. */
export const places = {
  'report.somewhere': 'It is something else, or I cannot tell which',
  'report.wherePlace': 'Where is it (such as building 3, lobby)',
  'report.seems': 'What it seems to be',
  'report.seemsUnknown': 'I do not know',
  'label.siteTitle': 'Site label',
  'locate.title': 'Which equipment is it?',
  'locate.note': 'Reported of a place. Choose the equipment; a ticket about the same trouble there is joined.',
  'locate.save': 'That is it',
  'ticket.placeWords': 'Place',
  'desk.unknownEquipment': 'Not known: it is somewhere at the site',
  'place.note': 'A place: people report here what they cannot name. Nothing is measured.',
  'ticket.photosDeleted': 'The photos were deleted on {time}, their time being over',
  'domain.place': 'Places',
}
