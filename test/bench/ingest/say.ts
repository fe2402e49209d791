/** Tells how far a bench has come; on standard error, so that the figures stand alone on standard output. */
export const say = (words: string): void => void process.stderr.write(`${words}\n`)
