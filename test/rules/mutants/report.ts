import { loadCatalogue } from '#domain/catalogue.ts'
import { tryMutants } from './mutants.ts'

/** Says how many of the mutants of the catalogue's rules its cases notice, and which they do not. */
const verdicts = [...tryMutants(loadCatalogue())]
const missed = verdicts.filter(v => !v.noticed)
for (const { fault, how } of missed) process.stdout.write(`${fault}  ${how}\n`)
const faults = new Set(verdicts.map(v => v.fault)).size
const noticed = verdicts.length - missed.length
const share = ((100 * noticed) / verdicts.length).toFixed(1)
process.stdout.write(`${noticed} of ${verdicts.length} mutants of ${faults} faults are noticed (${share} %)\n`)
