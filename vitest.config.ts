import { defineConfig } from 'vitest/config'

/**
 * Four suites: `unit` needs nothing but Node, `servers` needs Debian's real servers, `faults` needs both and kills what it
 * starts, `browser` needs Chromium.
 */
export default defineConfig({
  test: {
    testTimeout: 20_000,
    hookTimeout: 30_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          // Most of these tests wait for sockets and disks: one worker a core would leave the cores idle.
          maxWorkers: 3,
          include: ['test/**/*.test.ts'],
          exclude: ['test/servers/**', 'test/faults/**', 'test/browser/**'],
        },
      },
      {
        extends: true,
        test: { name: 'servers', include: ['test/servers/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 60_000 },
      },
      {
        extends: true,
        test: { name: 'faults', include: ['test/faults/**/*.test.ts'], testTimeout: 240_000, hookTimeout: 60_000 },
      },
      {
        extends: true,
        test: { name: 'browser', include: ['test/browser/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 90_000 },
      },
    ],
  },
})
