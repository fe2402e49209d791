const twoDigits = (n: number): string => String(n).padStart(2, '0')

/** The reader's calendar day of a time, for `<input type="date">`. */
export function dayOf(at: string | number): string {
  const day = new Date(at)
  return `${day.getFullYear()}-${twoDigits(day.getMonth() + 1)}-${twoDigits(day.getDate())}`
}

/** The end of that day: an order expected on a day may come until then. */
export const dayEnd = (day: string): string => new Date(`${day}T23:59:59`).toISOString()
