/** The checks of `soar check`, by name. */
import type { Finding } from '../../integration/yaml/yaml.ts'
import type { Survey } from '../survey.ts'
import { checkChecks } from './check-with.ts'
import { checkIds, checkModules, checkTests } from './files.ts'
import { checkOverlays } from './overlays.ts'
import { checkPhrases } from './phrases.ts'
import { checkPrompts } from './prompts.ts'
import { checkRecordings } from './recordings.ts'
import { checkModulesLoad, checkPermissions, checkReferences } from './references.ts'
import { checkUndos } from './undo.ts'

/** One check for one kind of problem. */
export interface Check {
  name: string
  run(survey: Survey): Finding[] | Promise<Finding[]>
}

/** The checks that every integration must pass. */
export const checks: readonly Check[] = [
  { name: 'contents', run: (survey) => survey.findings },
  { name: 'ids', run: checkIds },
  { name: 'modules', run: checkModules },
  { name: 'tests', run: checkTests },
  { name: 'references', run: checkReferences },
  { name: 'permissions', run: checkPermissions },
  { name: 'check_with', run: checkChecks },
  { name: 'undo', run: checkUndos },
  { name: 'overlays', run: checkOverlays },
  { name: 'phrases', run: checkPhrases },
  { name: 'prompts', run: checkPrompts },
  { name: 'recordings', run: checkRecordings },
  { name: 'loading', run: checkModulesLoad },
]

/** Runs checks; returns findings sorted by file, line and column, without duplicates. */
export async function runChecks(survey: Survey, list: readonly Check[] = checks): Promise<Finding[]> {
  const all = (await Promise.all(list.map((check) => check.run(survey)))).flat()
  const once = new Map(all.map((finding) => [JSON.stringify(finding), finding]))
  return [...once.values()].sort(
    (a, b) =>
      compare(a.file, b.file) || a.line - b.line || a.column - b.column || compare(a.message, b.message),
  )
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
