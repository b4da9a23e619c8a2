/** All filters, tests and functions by name. */
import type { Builtin } from './builtin.ts'
import { applyingFilters } from './filters/apply.ts'
import { HTML_FILTERS } from './filters/html.ts'
import { LOCALE_FILTERS } from './filters/locale.ts'
import { NUMBER_FILTERS } from './filters/number.ts'
import { SEQUENCE_FILTERS } from './filters/sequence.ts'
import { TEXT_FILTERS } from './filters/text.ts'
import { BASIC_TESTS, knowingTests } from './tests.ts'

/** Every test by name. */
export const TESTS: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  ...BASIC_TESTS,
  ...knowingTests({ filter: (name) => FILTERS.has(name), test: (name) => TESTS.has(name) }),
])

/** Every filter by name: Jinja2's, and our `number`, `date` and `plural`. */
export const FILTERS: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  ...TEXT_FILTERS,
  ...NUMBER_FILTERS,
  ...SEQUENCE_FILTERS,
  ...HTML_FILTERS,
  ...LOCALE_FILTERS,
  ...applyingFilters({ filter: (name) => FILTERS.get(name), test: (name) => TESTS.get(name) }),
])
