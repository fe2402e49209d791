import type { CrewOf } from '../crew.ts'

/** Who goes to a ticket: who leads, and who goes along. */
export const crewName = ({ technician, second }: CrewOf, nameOf: (technician: string) => string): string =>
  [technician, second].flatMap(one => (one ? [nameOf(one)] : [])).join(' + ')
