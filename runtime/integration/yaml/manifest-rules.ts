/** The rules of manifests that JSON Schema cannot express. */
import type { RawProblem } from '../../contract/errors.ts'
import { english, writeProblems } from '../../i18n/sentences.ts'
import { dataText } from '../../safety/plain-data.ts'
import { coerceAll } from '../../schema/coerce.ts'
import { byName, foldName, missingByCondition, toJsonSchema } from '../../schema/parameters.ts'
import { compileSchema, type JsonSchema } from '../../schema/validate.ts'
import type { TemplateTree } from '../../template/template.ts'
import { inputSpecs, isComputed, isTemplate, type Manifest } from '../manifest.ts'
import { columnFindings } from './columns.ts'
import { checkMore } from './more-rules.ts'
import { patternFindings, schemaPatternFindings } from './patterns.ts'
import { checkTemplates, type Path } from './templates.ts'
import type { Finding, YamlFile } from './yaml.ts'

/** Checks a manifest whose shape is valid; returns the findings and the parsed templates by source. */
export async function checkManifest(
  yaml: YamlFile,
  manifest: Manifest,
): Promise<{ findings: Finding[]; trees: Record<string, TemplateTree> }> {
  const { findings, trees } = await checkTemplates(yaml, templatesOf(manifest))
  findings.push(
    ...checkNames(yaml, manifest),
    ...checkDefaults(yaml, manifest),
    ...checkMessages(yaml, manifest, trees),
    ...checkMore(yaml, manifest, trees),
    ...(await checkSchemas(yaml, manifest)),
    ...(await checkOutput(yaml, manifest)),
  )
  if (findings.length === 0) findings.push(...(await checkExample(yaml, manifest)))
  return { findings, trees }
}

/** Returns every template of a manifest with its path. */
function templatesOf(manifest: Manifest): [Path, string][] {
  const found: [Path, string][] = []
  const collect = (path: Path, value: unknown): void => {
    if (isTemplate(value)) found.push([path, value])
    else if (Array.isArray(value))
      value.forEach((item, index) => {
        collect([...path, index], item)
      })
  }
  for (const [name, spec] of Object.entries(manifest.parameters))
    collect(['parameters', name, 'default'], spec.default)
  for (const [name, value] of Object.entries(manifest.inputs)) {
    if (isComputed(value)) collect(['inputs', name, 'template'], value.template)
    else collect(['inputs', name], value)
  }
  for (const [name, value] of Object.entries(manifest.check_with?.parameters ?? {}))
    collect(['check_with', 'parameters', name], value)
  const { undo } = manifest
  if (undo?.action !== undefined) {
    collect(['undo', 'when'], undo.when)
    for (const [name, value] of Object.entries(undo.parameters ?? {}))
      collect(['undo', 'parameters', name], value)
  }
  for (const [key, text] of Object.entries(manifest.messages)) found.push([['messages', key], text])
  for (const [name, text] of Object.entries(manifest.example.templates ?? {})) {
    found.push([['example', 'templates', name], text])
  }
  return found
}

function checkNames(yaml: YamlFile, manifest: Manifest): Finding[] {
  const findings: Finding[] = []
  const owners = new Map<string, string>()
  for (const [name, spec] of Object.entries(manifest.parameters)) {
    const path = ['parameters', name]
    for (const alias of new Set([name, spec.label, ...(spec.aliases ?? [])].map(foldName))) {
      const owner = owners.get(alias)
      if (owner !== undefined) {
        findings.push(
          yaml.find(path, `"${name}" and "${owner}" answer to the same name. Change a label or an alias.`, {
            key: true,
          }),
        )
      }
      owners.set(alias, name)
    }
    for (const rule of ['required_when', 'format_when'] as const) {
      for (const other of Object.keys(spec[rule] ?? {})) {
        if (!manifest.parameters[other]) {
          findings.push(
            yaml.find([...path, rule, other], `There is no parameter "${other}". Name one of the manifest.`, {
              key: true,
            }),
          )
        }
      }
    }
    for (const [other, byValue] of Object.entries(spec.format_when ?? {})) {
      const choices = manifest.parameters[other]?.enum ?? []
      for (const value of Object.keys(byValue)) {
        if (choices.length > 0 && !choices.includes(value)) {
          findings.push(
            yaml.find(
              [...path, 'format_when', other, value],
              `"${value}" is no choice of "${other}". Name one of ${choices.map(dataText).join(', ')}.`,
              { key: true },
            ),
          )
        }
      }
    }
    if (spec.enum_aliases) {
      for (const [spelling, choice] of Object.entries(spec.enum_aliases)) {
        if (!spec.enum?.includes(choice)) {
          findings.push(
            yaml.find(
              [...path, 'enum_aliases', spelling],
              `"${dataText(choice)}" is not in enum. Name one of the choices.`,
            ),
          )
        }
      }
    }
    if (spec.required && spec.required_when) {
      findings.push(
        yaml.find(
          [...path, 'required_when'],
          'It is required anyway: remove "required" or "required_when".',
          { key: true },
        ),
      )
    }
    if (spec.pattern !== undefined)
      findings.push(...patternFindings(yaml, [...path, 'pattern'], spec.pattern, spec.max_length))
  }
  for (const [name, value] of Object.entries(manifest.inputs)) {
    if (manifest.parameters[name] && isComputed(value)) {
      findings.push(
        yaml.find(
          ['inputs', name],
          `"${name}" is a parameter and has a type already. Write the template alone.`,
        ),
      )
    } else if (!manifest.parameters[name] && !isComputed(value)) {
      findings.push(
        yaml.find(['inputs', name], `"${name}" is no parameter. Write it as { type: …, template: "…" }.`, {
          key: true,
        }),
      )
    }
  }
  return findings
}

const sentence = (problems: RawProblem[]): string =>
  writeProblems(english, problems)
    .map((p) => p.message)
    .join(' ')

function checkDefaults(yaml: YamlFile, manifest: Manifest): Finding[] {
  return Object.entries(manifest.parameters).flatMap(([name, spec]) => {
    if (spec.default === undefined || isTemplate(spec.default)) return []
    const problems: RawProblem[] = []
    const { [name]: value } = coerceAll({ [name]: spec }, { [name]: spec.default }, problems)
    const values = Array.isArray(value) ? value : [value]
    if (!problems.length && spec.enum && !values.every((one) => spec.enum?.includes(one as string))) {
      return [yaml.find(['parameters', name, 'default'], 'The default is not one of the choices in enum.')]
    }
    return problems.length
      ? [yaml.find(['parameters', name, 'default'], `Default: ${sentence(problems)}`)]
      : []
  })
}

const MESSAGE_NAMES = new Set(['inputs', 'result', 'count', 'action', 'run', 'error', 'values'])

function checkMessages(yaml: YamlFile, manifest: Manifest, trees: Record<string, TemplateTree>): Finding[] {
  const inputs = new Set(Object.keys(inputSpecs(manifest)))
  return Object.entries(manifest.messages).flatMap(([key, text]) =>
    (trees[text]?.names ?? []).flatMap((name) => {
      const [root = '', member] = name.split('.')
      if (!MESSAGE_NAMES.has(root)) {
        return [
          yaml.find(
            ['messages', key],
            `Messages know ${[...MESSAGE_NAMES].join(', ')}; "${root}" is none of them.`,
          ),
        ]
      }
      if (root === 'inputs' && member !== undefined && !inputs.has(member)) {
        return [
          yaml.find(['messages', key], `There is no input "${member}". Inputs: ${[...inputs].join(', ')}.`),
        ]
      }
      return []
    }),
  )
}

async function checkSchemas(yaml: YamlFile, manifest: Manifest): Promise<Finding[]> {
  const checks = Object.entries(manifest.parameters).map(async ([name, { schema }]) =>
    schema ? checkSchema(yaml, ['parameters', name, 'schema'], schema) : [],
  )
  return (await Promise.all(checks)).flat()
}

async function checkSchema(yaml: YamlFile, path: Path, schema: JsonSchema): Promise<Finding[]> {
  try {
    await compileSchema(schema)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return [yaml.find(path, `This is not a usable JSON Schema: ${reason}.`, { key: true })]
  }
  return schemaPatternFindings(yaml, path, schema)
}

async function checkOutput(yaml: YamlFile, manifest: Manifest): Promise<Finding[]> {
  const { output } = manifest
  const items = output.items as JsonSchema | undefined
  const rows =
    output.type === 'array' && items !== null && typeof items === 'object' && items.type === 'object'
  if (output.type !== 'object' && !rows) {
    return [
      yaml.find(
        ['output'],
        'The result is one object (type: object) or rows (type: array, items: { type: object }).',
        { key: true },
      ),
    ]
  }
  const columns = columnFindings(yaml, (yaml.data as { output?: JsonSchema }).output, ['output'])
  return columns.length ? columns : checkSchema(yaml, ['output'], output)
}

async function checkExample(yaml: YamlFile, manifest: Manifest): Promise<Finding[]> {
  const problems: RawProblem[] = []
  const given = byName(manifest.parameters, manifest.example.parameters, problems)
  const inputs = coerceAll(manifest.parameters, given, problems)
  const findings = problems.length
    ? [yaml.find(['example', 'parameters'], `Example: ${sentence(problems)}`)]
    : []
  const whole = { ...defaultsOf(manifest), ...inputs, ...templated(manifest) }
  const loose: JsonSchema = { ...toJsonSchema(manifest.parameters), required: [] }
  const rules = (await compileSchema(loose))(inputs)
  const missing = missingByCondition(manifest.parameters, whole)
  if (rules.length + missing.length) {
    findings.push(yaml.find(['example', 'parameters'], `Example: ${sentence([...rules, ...missing])}`))
  }
  const broken = (await compileSchema(manifest.output))(manifest.example.result)
  if (broken.length) {
    findings.push(
      yaml.find(['example', 'result'], `The example breaks the output contract: ${sentence(broken)}`),
    )
  }
  return findings
}

function defaultsOf(manifest: Manifest): Record<string, unknown> {
  const entries = Object.entries(manifest.parameters).filter(([, spec]) => spec.default !== undefined)
  return Object.fromEntries(entries.map(([name, spec]) => [name, spec.default]))
}

const templated = (manifest: Manifest): Record<string, unknown> => ({
  ...Object.fromEntries(Object.keys(manifest.inputs).map((name) => [name, 'computed'])),
  ...manifest.example.templates,
})
