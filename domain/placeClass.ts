/** The class of a place, about which people report what they cannot name; it sends nothing and hangs on no gateway. */
export const PLACE_CLASS = 'place'
