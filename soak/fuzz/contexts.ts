/** What each platform sends on standard input: good contexts with something wrong in them, and texts that are none. */
import fc from 'fast-check'
import type { Integration } from '../../runtime/integration/integration.ts'
import type { Subject } from '../../testing/own/subjects.ts'
import { change, changed } from './values.ts'

/** One call of the command line. */
export interface Spoken {
  argv: string[]
  stdin: string
}

type Fields = Record<string, unknown>

/** Contexts of every dialect. `configFor` opens a tenant to a subject. */
export function contextsOf(
  integration: Integration,
  subjects: readonly Subject[],
  configFor: (subject: Subject) => Fields,
): fc.Arbitrary<Spoken> {
  const spoken = subjects.flatMap((subject) => {
    const config = configFor(subject)
    const plain = { ...subject.request, config }
    const { kind } = subject.action.manifest
    const forms: [string[], Fields][] =
      kind === 'connector'
        ? [
            [
              ['connect', subject.action.id, '--dialect', 'secops'],
              connectorContext(integration, subject, config),
            ],
          ]
        : [[['run', '--dialect', 'secops'], actionContext(integration, subject, config)]]
    forms.push([['run'], plain])
    return forms.map(([argv, context]) => ({ argv, context }))
  })
  return fc
    .tuple(fc.constantFrom(...spoken), fc.array(change, { maxLength: 3 }), damage)
    .map(([{ argv, context }, changes, damaged]) => ({
      argv,
      stdin: damaged(JSON.stringify(changed(context, changes)) ?? ''),
    }))
}

/** What may happen to a text on its way: mostly nothing. */
const damage: fc.Arbitrary<(text: string) => string> = fc.oneof(
  { weight: 8, arbitrary: fc.constant((text: string) => text) },
  {
    weight: 1,
    arbitrary: fc.nat(5_000).map((at) => (text: string) => text.slice(0, at % (text.length + 1))),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.nat(5_000), fc.string({ unit: 'binary', maxLength: 4 }))
      .map(([at, more]) => (text: string) => {
        const place = at % (text.length + 1)
        return text.slice(0, place) + more + text.slice(place)
      }),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }).map((text) => () => text) },
)

const labelled = (values: Fields, specs: Record<string, { label: string }>): Fields =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      specs[name]?.label ?? name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  )

/** The context of an action (docs/platforms/secops-action.md#context). */
function actionContext({ spec }: Integration, { action, request }: Subject, config: Fields): Fields {
  return {
    case_id: '4821',
    alert_id: 'HELD MESSAGE_5B1E6C0A',
    target_entities: [{ item1: 'USER7@EXAMPLE.TEST', item2: 'USERUNIQNAME' }],
    environment: 'Default Environment',
    parameters: labelled(request.parameters ?? {}, action.manifest.parameters),
    integration_configuration: labelled(config, spec.config),
    integration_identifier: spec.name,
    action_definition_name: action.manifest.name,
    script_timeout_deadline: Date.now() + 3_600_000,
    default_result_value: '',
    max_json_result_size: 15,
  }
}

/** The context of a connector (docs/platforms/secops-connector.md#context). */
function connectorContext({ spec }: Integration, { action, request }: Subject, config: Fields): Fields {
  const given = {
    ...labelled(request.parameters ?? {}, action.manifest.parameters),
    ...labelled(config, spec.config),
    PythonProcessTimeout: '180',
  }
  const params = Object.entries(given).map(([param_name, param_value]) => ({ param_name, param_value }))
  return {
    connector_info: {
      environment: 'Default Environment',
      integration: spec.name,
      connector_definition_name: `${spec.name} - ${action.manifest.name}`,
      identifier: 'conn-3d1f',
      display_name: 'Mail',
      params,
      allow_list: [],
    },
    state: {},
    is_test_run: false,
  }
}
