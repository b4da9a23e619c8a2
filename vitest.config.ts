import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    dir: 'test',
    testTimeout: 30_000,
    hookTimeout: 60_000,
    coverage: {
      provider: 'v8',
      reportOnFailure: true,
      include: ['runtime/**', 'client/**'],
      exclude: ['**/*.gen.ts', '**/types.ts'],
      reporter: ['text-summary', 'text'],
    },
  },
})
