/** Tests of `npm test` that combine screens, languages and themes in pairs: here in every combination. */
import type { Part } from '../part.ts'
import { runTests } from '../vitest.ts'

/** They read `SOAR_SOAK_MATRIX`. */
const FILES = ['page/accessible.test.ts']

export const part: Part = async ({ say }) => {
  say(`${FILES.length} files`)
  return runTests(FILES, { SOAR_SOAK_MATRIX: 'whole' })
}
