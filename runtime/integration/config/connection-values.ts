/** Reads the values of one connection: variables, reference values, field names. */
import type { RawProblem } from '../../contract/errors.ts'
import { nearest } from '../../i18n/nearest.ts'
import { writeTemplateError } from '../../i18n/sentences.ts'
import { isReplaced } from '../../safety/encoding.ts'
import { type Bag, nameFinder } from '../../schema/parameters.ts'
import { withoutLineEnd } from '../../sdk/line-end.ts'
import { isTemplateError } from '../../template/errors.ts'
import type { Integration } from '../integration.ts'
import { isTemplate } from '../manifest.ts'
import type { Environment } from './config.ts'

/** Context for reading the values of a connection. Problems are added to the list. */
export interface Reading {
  /** Name of the connection. */
  connection: string
  integration: Integration
  env: Environment
  problems: RawProblem[]
}

/** Creates the problem for one broken rule of a connections file. */
export const connectionProblem = (where: string, detail: string): RawProblem => ({
  where,
  rule: 'connection',
  values: { detail },
})

/** Reads the configuration under the integration's own names. */
export async function readFields(fields: Bag, reference: Bag, reading: Reading): Promise<Bag> {
  const { connection, integration, problems } = reading
  const specs = integration.spec.config
  const find = nameFinder(specs)
  const config: Bag = {}
  for (const [written, value] of Object.entries(fields)) {
    const name = find(written)
    if (name === undefined) {
      problems.push(connectionProblem(written, unknownField(written, reading)))
    } else if (Object.hasOwn(config, name)) {
      const detail = `The connection "${connection}" gives "${specs[name]?.label ?? name}" twice. Give it once.`
      problems.push(connectionProblem(written, detail))
    } else {
      config[name] = await readField(written, value, reference, reading)
    }
  }
  return config
}

function unknownField(written: string, { connection, integration }: Reading): string {
  const { config, name } = integration.spec
  const labels = Object.values(config).map((spec) => spec.label)
  const meant = nearest(written, [...labels, ...Object.keys(config)])
  const hint = meant === undefined ? '' : ` Did you mean "${meant}"?`
  return `The connection "${connection}" has "${written.slice(0, 80)}", which ${name} does not know.${hint}`
}

/** Matches `${NAME}`, and `$${NAME}` for the literal text `${NAME}`. */
const VARIABLE = /\$?\$\{([A-Za-z_]\w*)\}/g

/**
 * The value of a variable is data and may be a secret: the template is rendered around a placeholder, and the variable's
 * value is inserted last and not evaluated.
 */
async function readField(field: string, value: unknown, reference: Bag, reading: Reading): Promise<unknown> {
  if (typeof value !== 'string') return value
  const values: string[] = []
  const marked = value.replaceAll('\0', '').replace(VARIABLE, (whole, name: string) => {
    values.push(whole.startsWith('$$') ? whole.slice(1) : variable(name, field, reading))
    return `\0${values.length - 1}\0`
  })
  const text = isTemplate(marked) ? await render(marked, field, reference, reading) : marked
  return text.replace(/\0(\d+)\0/g, (_, at: string) => values[Number(at)] ?? '')
}

async function render(source: string, field: string, reference: Bag, reading: Reading): Promise<string> {
  try {
    return (await reading.integration.template(source)).render(reference)
  } catch (error) {
    if (!isTemplateError(error)) throw error
    const detail = `"${field}" of the connection "${reading.connection}" cannot be rendered: ${writeTemplateError(error)}`
    reading.problems.push(connectionProblem(field, detail))
    return ''
  }
}

function variable(name: string, field: string, { connection, env, problems }: Reading): string {
  // Values that come from files and forms often end with a line end.
  const value = withoutLineEnd(env[name] ?? '')
  if (isReplaced(value)) {
    const detail = `"${field}" of the connection "${connection}" names the environment variable ${name}, which is not UTF-8.`
    problems.push(connectionProblem(field, detail))
    return ''
  }
  if (value !== '') return value
  const detail = `"${field}" of the connection "${connection}" names the environment variable ${name}, which is not set.`
  problems.push(connectionProblem(field, detail))
  return ''
}

/** Reads reference values: names and plain values. Variables are inserted, templates are not rendered. */
export function readReferenceValues(values: Bag, reading: Reading): Bag {
  const entries = Object.entries(values).map(([name, value]): [string, unknown] => {
    if (typeof value !== 'string') return [name, value]
    const put = (whole: string, variableName: string) =>
      whole.startsWith('$$') ? whole.slice(1) : variable(variableName, name, reading)
    return [name, value.replace(VARIABLE, put)]
  })
  return Object.fromEntries(entries)
}
