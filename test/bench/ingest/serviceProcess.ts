import { registerHooks } from 'node:module'

// `caretaker serve` as it is, only that main.ts gets rules that do nothing.

const main = new URL('../../../main.ts', import.meta.url).href

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === '#rules' && context.parentURL === main
      ? { url: new URL('./noRules.ts', import.meta.url).href, shortCircuit: true }
      : next(specifier, context),
})

const { run } = await import('../../../cli/program.ts')
await run(['node', 'caretaker', 'serve'])
