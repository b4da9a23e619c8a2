/** The order of test files: those that take longest come first, so that no worker is left with one of them at the end. */
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Files that are known to take long, the longest first. The others go by what vitest knows of them. */
const LONGEST = [
  'test/page/accessible.test.ts',
  'test/authoring.test.ts',
  'test/platforms/secops/package/scripts.test.ts',
  'test/page/tables.test.ts',
  'test/page/run.test.ts',
  'test/faces/mcp/mimecast.test.ts',
  'test/run/every-action.test.ts',
  'test/faces/mcp/flood.test.ts',
]

/** Where a file is in the list, or behind it. */
const placeOf = ({ moduleId }: TestSpecification): number => {
  const at = LONGEST.findIndex((path) => moduleId.replaceAll('\\', '/').endsWith(`/${path}`))
  return at < 0 ? LONGEST.length : at
}

/** Vitest's own order behind the list: what took longest the last time, or the largest file. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((a, b) => placeOf(a) - placeOf(b))
  }
}
