import { registerHooks } from 'node:module'
import { planOf } from './harness/plan.ts'

// `caretaker serve` as it is, only that main.ts gets some of its stages wrapped: by failpoints, or by a variant that is
// broken on purpose. The product knows nothing of it.

const WRAPPED: Record<string, string> = {
  '#ingest': './stages/ingest.ts',
  '#rules': './stages/rules.ts',
  '#maintenance': './stages/maintenance.ts',
  '#broker': './stages/broker.ts',
}
const main = new URL('../../main.ts', import.meta.url).href
const door = new URL('../../broker/broker.ts', import.meta.url).href

const wrapperOf = (specifier: string, parent: string | undefined): string | undefined => {
  if (parent === main) return WRAPPED[specifier]
  const failing = planOf(process.argv[2]).variant === 'persistence-fails'
  return parent === door && specifier === 'aedes' && failing ? './stages/aedes.ts' : undefined
}

registerHooks({
  resolve: (specifier, context, next) => {
    const wrapper = wrapperOf(specifier, context.parentURL)
    if (wrapper === undefined) return next(specifier, context)
    return { url: new URL(wrapper, import.meta.url).href, shortCircuit: true }
  },
})

const { run } = await import('../../cli/program.ts')
await run(['node', 'caretaker', 'serve'])
