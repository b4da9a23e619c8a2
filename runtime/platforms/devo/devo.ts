/**
 * The two ways in which Devo passes tables (docs/platforms/devo.md).
 *
 * Pipe mode: `{"row": {…}}` lines in, `[result]` lines out. File mode: plain rows in, an object around each result out.
 * Both name a row by its column `lhub_id`.
 */
import { ActionError, type RawProblem } from '../../contract/errors.ts'
import { isRecord, type Json } from '../../contract/json.ts'
import type { Environment } from '../../integration/config/config.ts'
import { isTemplate, type Manifest } from '../../integration/manifest.ts'
import { isReplaced } from '../../safety/encoding.ts'
import type { ParameterSpec, ParameterSpecs } from '../../schema/parameters.ts'
import type { GivenOptions } from '../options.ts'
import { pythonJson } from '../python.ts'
import type { AnswerLine, Bindings, Shape, TableDialect, Unwrap } from '../table.ts'
import { alertRow } from './alert-row.ts'
import { files } from './files.ts'

/** Column with the name of a row. */
const ID = 'lhub_id'

/** Prefix of a parameter's name: its value names a column. */
const COLUMN = '___'

/** The object of one result row. `error_code` is ours, and present only if something failed. */
function resultOf({ has_error, error, error_code, fields, data }: AnswerLine): Record<string, Json> {
  return {
    has_error,
    error,
    ...(error_code !== null && { error_code }),
    ...fields,
    ...(data !== undefined && { data }),
  }
}

const unwrapPipe: Unwrap = ({ row }) =>
  isRecord(row) ? row : 'has no object "row". Send lines such as {"row": {"column": "value"}}.'

/** A line about a parameter's column; the action has not run, so the platform expects no row identity with it. */
const columnLine = (error: string): AnswerLine => ({
  has_error: true,
  error,
  error_code: null,
  fields: {},
  data: null,
  anonymous: true,
})

const YES = ['y', 'yes', 'true', '1']
const NO = ['n', 'no', 'false', '0']

/** Booleans may be `y` and `n`; a whole number may have a fraction, which is dropped, as Python's int(float()) does. */
function convert(value: unknown, spec: ParameterSpec | undefined): unknown {
  if (typeof value !== 'string') return value
  const text = value.trim().toLowerCase()
  if (spec?.type === 'boolean') {
    if (YES.includes(text)) return true
    return NO.includes(text) ? false : value
  }
  if (spec?.type !== 'integer' || !/^[+-]?\d+\.\d*$/.test(text)) return value
  const number = Math.trunc(Number(text))
  return Number.isSafeInteger(number) ? number : value
}

/**
 * `___name` contains the name of a column, `name` a template or a value. Names are the parameters' own and case-sensitive.
 * Throws PARAMETER_INVALID for variables that are not UTF-8.
 */
function bindings(env: Environment, specs: ParameterSpecs, given: GivenOptions): Bindings {
  const prefix = given.text('env-prefix') ?? ''
  const found: Bindings = { templates: {}, columns: {}, constants: {} }
  const problems: RawProblem[] = []
  for (const [name, spec] of Object.entries(specs)) {
    const variables = [`${COLUMN}${prefix}${name}`, `${prefix}${name}`] as const
    const [column, value] = variables.map((variable) => env[variable])
    const broken = variables.find((variable) => isReplaced(env[variable] ?? ''))
    if (broken)
      problems.push({ where: name, rule: 'not_utf8', values: { name: spec.label, variable: broken } })
    else if (column) found.columns[name] = column
    else if (value && isTemplate(value)) found.templates[name] = value
    else if (value) found.constants[name] = convert(value, spec)
  }
  if (problems.length > 0) throw new ActionError('PARAMETER_INVALID', {}, { problems, unsent: true })
  return found
}

/** `dialects: { devo: { result: value } }` in a manifest. */
function shape({ dialects: { devo } }: Manifest): Shape {
  const result = isRecord(devo) ? devo.result : undefined
  return result === 'value' || result === 'message' ? result : 'fields'
}

const common = {
  idColumn: ID,
  alert: alertRow,
  missingColumn: (column: string) => columnLine(`Column '${column}' is not present in the data`),
  badColumn: (column: string, value: Json) =>
    columnLine(
      `Invalid value for column ${column}: [${typeof value === 'string' ? value : pythonJson(value)}]`,
    ),
  convert,
  bindings,
  shape,
  refusal: (message: string, problems: readonly { where: string; message: string }[]) => {
    const errors = problems.map((problem) => ({ message: problem.message, inputId: problem.where }))
    const all = errors.length > 0 ? errors : [{ message, inputId: '' }]
    return `[result] ${pythonJson({ errors: all, message: 'Integration validation failed.' })}\n`
  },
}

/** `[result] {…}`, with `[meta]{"original_lhub_id": …}[/meta]` if the row has a name. */
export const devoPipe: TableDialect = {
  ...common,
  unwrap: unwrapPipe,
  print: (line, { id }) => {
    const meta =
      id === undefined || line.anonymous ? '' : `[meta]${pythonJson({ original_lhub_id: id })}[/meta]`
    return `[result]${meta} ${pythonJson(resultOf(line))}\n`
  },
}

/** `{"result": {…}, "stdout": …, "stderr": …, "original_lhub_id": …}`; `stderr` contains the warnings of the run. */
export const devoFile: TableDialect = {
  ...common,
  files,
  print: (line, { id }, notes) => {
    const original = line.anonymous ? null : (id ?? null)
    const wrapped = {
      result: resultOf(line),
      stdout: '',
      stderr: notes.join('\n'),
      original_lhub_id: original,
    }
    return `${pythonJson(wrapped)}\n`
  },
}
