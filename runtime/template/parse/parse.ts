/** Parses a template to its tree. */
import { MAX_SOURCE } from '../budget.ts'
import { isTemplateError, templateError } from '../errors.ts'
import { GLOBALS } from '../library/globals.ts'
import type { TemplateTree } from '../tree.ts'
import { TemplateParser } from './grammar/statements.ts'
import { tokenize } from './lexer.ts'
import { lowerStatements } from './lower-statements.ts'
import { dataPaths } from './reads.ts'
import { markRegions } from './regions.ts'

/**
 * Parses the source of a template. This module and what it imports is the only place that needs nunjucks; load it when
 * a template has to be parsed, and evaluate stored trees without it.
 * Throws a `TemplateError` with line and column, what is wrong, and how to write it instead.
 */
export function parseTemplate(source: string): TemplateTree {
  if (source.length > MAX_SOURCE)
    throw templateError(
      'refused',
      `The template is ${source.length} characters long; at most ${MAX_SOURCE} are read.`,
      [1, 1],
      'Pass long text as data.',
    )
  try {
    const root = new TemplateParser(tokenize(source)).parseAsRoot()
    const body = lowerStatements(root, { soft: false, depth: 0 }, new Set())
    return { version: 1, source, ...markRegions(body), names: dataPaths(body, GLOBALS_NAMES) }
  } catch (error) {
    if (isTemplateError(error)) throw error
    throw templateError('refused', 'The template nests too deep to be parsed.', [1, 1], 'Split it.', error)
  }
}

const GLOBALS_NAMES: ReadonlySet<string> = new Set(GLOBALS.keys())
