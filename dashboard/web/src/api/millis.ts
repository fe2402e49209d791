/** Milliseconds of a time from the wire; points of a live chart carry milliseconds already. */
export const millis = (time: string | number): number => (typeof time === 'number' ? time : Date.parse(time))
