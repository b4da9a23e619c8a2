/**
 * The platform's rules about the required parts of an integration.
 *
 * Source: docs/platforms/secops-package.md#rules; each is named in rules.ts.
 */
import type { Finding, YamlFile } from '../../../../integration/yaml/yaml.ts'
import type { ParameterSpecs } from '../../../../schema/parameters.ts'
import { actionPackage, releaseNotes } from '../facts.ts'
import { actionFields, configFields, connectorFields } from '../form.ts'
import { nameOf, versionOf } from '../source.ts'
import type { Subject } from './subject.ts'

const PACKAGE = ['dialects', 'secops', 'package']

/** 3. The version of the integration is that of its last release note. */
export function checkVersion({ source: { spec }, integration }: Subject): Finding[] {
  const version = versionOf(spec)
  const [, minor = ''] = spec.version.split('.')
  const last = releaseNotes(spec).at(-1)?.version
  return [
    ...(minor.length > 1
      ? [
          integration.find(
            ['version'],
            `The platform's versions are floats: ${spec.version} would be ${version}.`,
          ),
        ]
      : []),
    ...(version < 1 ? [integration.find(['version'], 'The platform begins at version 1.0.')] : []),
    ...(last === version
      ? []
      : [
          integration.find(
            ['release_notes'],
            `The last release note is for ${last}, the version is ${version}. Write the note or correct the version.`,
            { key: true },
          ),
        ]),
  ]
}

const flagged = (
  { manifests }: Subject,
  flag: 'custom' | 'enabled',
  wrong: boolean,
  message: string,
): Finding[] =>
  manifests
    .filter(({ manifest }) => actionPackage(manifest)[flag] === wrong)
    .map(({ yaml }) => yaml.find([...PACKAGE, flag], message))

/** 5. Nothing is marked as custom. */
export const checkCustom = (subject: Subject): Finding[] =>
  flagged(subject, 'custom', true, 'A package has no custom components. Remove "custom".')

/** 6. Nothing is disabled. */
export const checkDisabled = (subject: Subject): Finding[] =>
  flagged(subject, 'enabled', false, 'A package has no disabled components. Remove "enabled" or the action.')

const isPing = ({ manifest }: Subject['manifests'][number]): boolean =>
  manifest.kind === 'action' && nameOf(manifest).toLowerCase() === 'ping'

/** 7. There is an action Ping. */
export const checkPing = ({ integration, manifests }: Subject): Finding[] =>
  manifests.some(isPing)
    ? []
    : [integration.find(['check'], 'There is no action "Ping". Write one that tries the connection.')]

/** 9. A connector's events are mapped to the platform's model. */
export const checkMapping = ({ manifests }: Subject): Finding[] =>
  manifests
    .filter(({ manifest }) => manifest.kind === 'connector' && actionPackage(manifest).mapping.length === 0)
    .map(({ yaml }) =>
      yaml.find(
        ['dialects'],
        'A connector needs dialects.secops.package.mapping: StartTime and EndTime at least.',
        {
          key: true,
        },
      ),
    )

/** Names that the platform recognises for the switch. */
const SSL = [
  'Verify SSL',
  'Verify SSL Certificate',
  'SSL Verification',
  'Verify SSL ',
  'Git Verify SSL',
  'Siemplify Verify SSL',
]

const SSL_NEEDED = `A boolean "${SSL[0]}" with the default true is needed: certificates are checked unless somebody turns it off.`

const isSslSwitch = ({ name, type, value }: { name: string; type: string; value: unknown }): boolean =>
  SSL.includes(name) && type === 'boolean' && value === true

/** The location of the switch, or its expected location. */
const sslPlace = (specs: ParameterSpecs, base: string): string[] => {
  const [id] = Object.entries(specs).find(([, { label }]) => SSL.includes(label)) ?? []
  return id === undefined ? [base] : [base, id]
}

/** 10. The integration checks certificates. */
export const checkSsl = ({ source, integration }: Subject): Finding[] =>
  configFields(source).some(isSslSwitch)
    ? []
    : [integration.find(sslPlace(source.spec.config, 'config'), SSL_NEEDED, { key: true })]

/** 11. So does every connector. */
export const checkConnectorSsl = ({ source, manifests }: Subject): Finding[] =>
  manifests
    .filter(({ manifest }) => manifest.kind === 'connector')
    .filter((connector) => !connectorFields(source, connector).some(isSslSwitch))
    .map(({ yaml, manifest }) =>
      yaml.find(sslPlace(manifest.parameters, 'parameters'), SSL_NEEDED, { key: true }),
    )

/** 12. The integration names its documentation. */
export const checkDocumentation = ({ source: { spec }, integration }: Subject): Finding[] =>
  spec.documentation
    ? []
    : [integration.find([], 'Say under "documentation" where the integration is described.')]

/** 13. So does every connector; the integration's page is sufficient. */
export const checkConnectorDocumentation = ({ source: { spec }, manifests }: Subject): Finding[] =>
  manifests
    .filter(({ manifest }) => manifest.kind === 'connector')
    .filter(({ manifest }) => !(actionPackage(manifest).documentation ?? spec.documentation))
    .map(({ yaml }) =>
      yaml.find([], 'Say under dialects.secops.package.documentation where it is described.'),
    )

/** 15. The integration and every parameter have a description. */
export function checkDescriptions({ source: { spec }, integration, manifests }: Subject): Finding[] {
  const empty = (yaml: YamlFile, path: string[], text: string) =>
    text.trim() === '' ? [yaml.find(path, 'The description is empty. Say what it is.')] : []
  return [
    ...empty(integration, ['description'], spec.description),
    ...manifests.flatMap(({ yaml, manifest }) =>
      Object.entries(manifest.parameters).flatMap(([id, { description }]) =>
        empty(yaml, ['parameters', id, 'description'], description),
      ),
    ),
  ]
}

/** 20. Publication dates are valid dates. */
export const checkReleaseDates = ({ source: { spec }, integration }: Subject): Finding[] =>
  spec.release_notes.flatMap((note, index) => {
    const { date } = note as { date?: unknown }
    const isDay =
      typeof date === 'string' &&
      /^\d{4}-\d\d-\d\d$/.test(date) &&
      !Number.isNaN(Date.parse(`${date}T00:00Z`))
    return isDay ? [] : [integration.find(['release_notes', index, 'date'], 'The date is a day: YYYY-MM-DD.')]
  })

/** Not numbered. A drop-down has choices, and its initial value is one of them. */
export const checkActionParameters = ({ manifests }: Subject): Finding[] =>
  manifests
    .filter(({ manifest }) => manifest.kind === 'action')
    .flatMap(({ id, yaml, manifest }) =>
      actionFields({ id, manifest }).flatMap((field) => {
        if (field.type !== 'ddl') return []
        const path = ['parameters', field.id]
        if (!field.options?.length)
          return [yaml.find(path, 'A list to choose from needs "enum".', { key: true })]
        return field.value === null || field.options.includes(String(field.value))
          ? []
          : [yaml.find([...path, 'default'], `"${String(field.value)}" is not one of the choices.`)]
      }),
    )
