#!/usr/bin/env node
// Plain JavaScript, so that an older Node can read it: the rest of the product is TypeScript that Node 24 runs as it is.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

const NEEDED = 24
if (Number(process.versions.node.split('.')[0]) >= NEEDED) {
  // Queries of the embedded store may hold four of libuv's threads: the fsync before a PUBACK must not wait for them.
  // biome-ignore lint/style/noProcessEnv: libuv reads it before anything of ours does
  process.env.UV_THREADPOOL_SIZE ??= '8'
  const { run } = await import('./program.ts')
  await run(process.argv)
} else {
  const own = join(import.meta.dirname, '..', 'node_modules', '.bin', 'node')
  if (!existsSync(own)) {
    process.stderr.write(
      `Caretaker needs Node ${NEEDED}; this is ${process.versions.node}. Run \`npm install\` in its folder: it brings one along.\n`,
    )
    process.exit(1)
  }
  const child = spawn(own, process.argv.slice(1), { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)))
}
