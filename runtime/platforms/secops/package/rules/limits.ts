/**
 * Checks names and lengths against the platform's limits.
 *
 * Source: docs/platforms/secops-package.md#limits.
 */
import type { Finding, YamlFile } from '../../../../integration/yaml/yaml.ts'
import type { ParameterSpecs } from '../../../../schema/parameters.ts'
import { LIMITS } from '../codes.ts'
import { actionPackage } from '../facts.ts'
import { connectorFields } from '../form.ts'
import { identifierOf, nameOf, secopsPath, stemOf } from '../source.ts'
import type { Subject } from './subject.ts'

type Path = (string | number)[]

const IDENTIFIER = /^[a-zA-Z0-9\-_]+$/
const NAME = /^[a-zA-Z0-9\-\s]+$/
const LABEL = /^[a-zA-Z0-9\-'\s]+$/

/** Rule "Fields": names of the integration, its actions and connectors, and of everything that is filled in. */
export function checkNames({ source, integration, manifests }: Subject): Finding[] {
  const { spec } = source
  const findings = [
    ...named(integration, secopsPath(spec, 'identifier', ['name']), identifierOf(spec), IDENTIFIER, {
      kind: 'an identifier',
      allowed: 'letters, digits, "-" and "_"',
    }),
    ...named(integration, ['name'], spec.name, NAME, PLAIN),
    ...labels(integration, ['config'], spec.config),
  ]
  for (const { manifest, yaml } of manifests) {
    findings.push(
      ...named(yaml, secopsPath(manifest, 'name', ['name']), nameOf(manifest), NAME, PLAIN),
      ...labels(yaml, ['parameters'], manifest.parameters),
    )
    const twin = manifests.find(
      (other) => other.manifest !== manifest && stemOf(other.manifest) === stemOf(manifest),
    )
    if (twin)
      findings.push(
        yaml.find(['name'], `${twin.yaml.file} has the same file name, "${stemOf(manifest)}". Rename one.`),
      )
  }
  return findings
}

const PLAIN = { kind: 'a name', allowed: 'letters, digits, blanks and "-"' }

function named(
  yaml: YamlFile,
  path: Path,
  value: string,
  form: RegExp,
  { kind, allowed }: { kind: string; allowed: string },
): Finding[] {
  const long = value.length > LIMITS.displayName
  return [
    ...(form.test(value)
      ? []
      : [yaml.find(path, `"${value}" cannot be ${kind} on the platform. Use ${allowed}.`)]),
    ...(long
      ? [yaml.find(path, tooLong(`The ${kind.replace(/^an? /, '')}`, value.length, LIMITS.displayName))]
      : []),
  ]
}

const tooLong = (what: string, length: number, limit: number): string =>
  `${what} has ${length} characters; the platform takes ${limit}. Shorten it.`

function labels(yaml: YamlFile, base: Path, specs: ParameterSpecs): Finding[] {
  return Object.entries(specs).flatMap(([id, { label }]) => {
    const path = [...base, id, 'label']
    const words = label.split(/\s+/).length
    return [
      ...named(yaml, path, label, LABEL, {
        kind: 'a label',
        allowed: 'letters, digits, blanks, "-" and apostrophes',
      }),
      ...(words > LIMITS.parameterWords
        ? [yaml.find(path, `The label has ${words} words; the platform takes ${LIMITS.parameterWords}.`)]
        : []),
    ]
  })
}

/** Rule "Limits": lengths of texts, numbers of fields. */
export function checkLimits({ source, integration, manifests }: Subject): Finding[] {
  const { spec } = source
  const findings = [
    ...text(integration, ['description'], spec.description, LIMITS.integrationDescription),
    ...descriptions(integration, ['config'], spec.config),
    ...count(integration, ['config'], Object.keys(spec.config).length),
  ]
  for (const { id, manifest, yaml } of manifests) {
    const { widget } = actionPackage(manifest)
    const fields =
      manifest.kind === 'connector'
        ? connectorFields(source, { id, manifest }).length
        : Object.keys(manifest.parameters).length
    findings.push(
      ...text(yaml, ['description'], manifest.description, LIMITS.description),
      ...descriptions(yaml, ['parameters'], manifest.parameters),
      ...count(yaml, ['parameters'], fields),
      ...(widget
        ? text(
            yaml,
            ['dialects', 'secops', 'package', 'widget', 'description'],
            widget.description,
            LIMITS.description,
          )
        : []),
    )
  }
  return findings
}

const text = (yaml: YamlFile, path: Path, value: string, limit: number): Finding[] =>
  value.length > limit ? [yaml.find(path, tooLong('The description', value.length, limit))] : []

const descriptions = (yaml: YamlFile, base: Path, specs: ParameterSpecs): Finding[] =>
  Object.entries(specs).flatMap(([id, { description }]) =>
    text(yaml, [...base, id, 'description'], description, LIMITS.description),
  )

const count = (yaml: YamlFile, path: Path, fields: number): Finding[] =>
  fields > LIMITS.parameters
    ? [
        yaml.find(path, `These are ${fields} fields; the platform takes ${LIMITS.parameters}.`, {
          key: true,
        }),
      ]
    : []
