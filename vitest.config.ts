import { defineConfig } from 'vitest/config'
import { LongestFirst } from './test/support/longest-first.ts'

export default defineConfig({
  test: {
    dir: 'test',
    setupFiles: ['test/support/each-file.ts'],
    // Files share processes, and so what was loaded once: half the processor time of one process for each file. What a
    // file changes of the process it puts back.
    pool: 'forks',
    isolate: false,
    maxWorkers: '100%',
    sequence: { sequencer: LongestFirst },
    // The last resort against a test that hangs. No test is judged by them.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    // Vitest gives up after a second, which a busy machine takes for one answer.
    expect: { poll: { timeout: 120_000 } },
    coverage: {
      provider: 'v8',
      reportOnFailure: true,
      // Of what tests call in their own process. What only processes of their own run is not counted.
      include: ['runtime/**', 'client/**', 'actions/**', 'connectors/**'],
      exclude: ['**/*.gen.ts'],
      reporter: ['text-summary', 'text', 'json-summary'],
      thresholds: {
        'runtime/**': { branches: 90 },
        'client/**': { branches: 90 },
        'actions/**': { branches: 90 },
        'connectors/**': { branches: 90 },
      },
    },
  },
})
