/** The address that dials a phone number, however it is written: `138 0000 0000` is `tel:13800000000`. */
export const telHref = (phone: string): string => `tel:${phone.replaceAll(/[^0-9+*]/g, '')}`
