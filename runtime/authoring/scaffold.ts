/** Generates the first files of a new action, which run without changes. */
import { stringify } from 'yaml'
import { manifestPath, moduleStem } from '../integration/layout.ts'
import type { Manifest } from '../integration/manifest.ts'
import { typeName } from './generate/action-types.ts'
import type { Files } from './generate/generate.ts'

/** Properties of a new action. */
export interface NewAction {
  id: string
  /** Folder of its area; none if the files go directly into `manifests/` and `actions/`. */
  area?: string
  name: string
  kind: Manifest['kind']
  effect: Manifest['effect']
}

/** Properties of the integration that the action is added to. */
export interface Home {
  /** Stem of the client's module, as named in integration.yaml. */
  client: string
  /** Id of an action whose module shows a call to the vendor. */
  model: string
  /** Whether docs/schemas/ exists beside it, for editors. */
  schemas: boolean
  /** Whether actions have tests. */
  tested: boolean
}

/** Returns the manifest, the module and, if actions are tested, the test. */
export function scaffold(action: NewAction, home: Home): Files {
  const stem = moduleStem(action, action.kind)
  return {
    [manifestPath(action)]: manifest(action, home),
    [`${stem}.ts`]: action.kind === 'connector' ? connector(action, home) : module(action, home),
    ...(home.tested ? { [`test/${stem}.test.ts`]: test(action, stem) } : {}),
  }
}

/** The way from an action's folder to the root. */
const upFrom = ({ area }: NewAction): string => (area === undefined ? '..' : '../..')

function manifest(action: NewAction, home: Home): string {
  const { name, kind, effect } = action
  const isConnector = kind === 'connector'
  const schema = `# yaml-language-server: $schema=${upFrom(action)}/docs/schemas/manifest.json\n`
  return `${home.schemas ? schema : ''}name: ${stringify(name, { lineWidth: 0 }).trim()}
description: ${isConnector ? 'Brings alerts in' : 'Answers the name it is given'}. Say here what it does, and for whom.
${isConnector ? 'kind: connector\n' : ''}effect: ${effect} # read | write | destructive
${effect === 'read' ? '' : 'idempotent: false # true when the same request twice changes no more than once\n'}permissions: [] # what the role needs, in the vendor's words

parameters:
${isConnector ? CONNECTOR_CONTRACT : ACTION_CONTRACT.replace('\nmessages:', effect === 'read' ? '\nmessages:' : `\n${UNDO_TO_WRITE}\nmessages:`)}`
}

/** A new write says how it is undone; until its author has said it, it says that nothing is known. */
export const UNDO_TO_WRITE = `undo: # what takes it back: { action: …, parameters: { id: "{{ result.id }}" } }, or why nothing does
  none: How to undo it is not known.
`

const ACTION_CONTRACT = `  name:
    label: Name
    description: What to ask for.
    type: string
    required: true

output:
  type: object
  additionalProperties: false
  required: [name]
  properties:
    name: { type: string, description: The name that was asked for. }

messages:
  success: "Found {{ result.name }}."

example:
  parameters: { name: first }
  result: { name: first }
`

const CONNECTOR_CONTRACT = `  max_alerts:
    label: Max Alerts
    description: How many alerts one run brings in at most.
    type: integer
    default: 10
    minimum: 1

output:
  type: object
  additionalProperties: false
  required: [alerts]
  properties:
    alerts:
      type: array
      items:
        type: object
        required: [id]
        properties: { id: { type: string, description: The same for the same alert in every run. } }

messages:
  success: "Fetched {{ result.alerts | length }} alerts."

example:
  parameters: { max_alerts: 1 }
  result: { alerts: [{ id: "1" }] }
`

const imports = (action: NewAction, { client }: Home, types: string): string =>
  [
    `import type { Action } from '${upFrom(action)}/${client}.ts'`,
    `import type { ${typeName(action.id)} } from '${types}'`,
  ]
    .sort((a, b) => (a.slice(a.indexOf("'")) < b.slice(b.indexOf("'")) ? -1 : 1))
    .join('\n')

const module = (action: NewAction, home: Home): string => `${imports(action, home, './types.gen.ts')}

/** Answers its input. A real action asks with \`client\`, as ${home.model} does. */
export const run: Action<${typeName(action.id)}> = async ({ inputs }) => ({
  result: { name: inputs.name },
})
`

const connector = (action: NewAction, home: Home): string => `${imports(action, home, typesPath(action))}

/** Numbers its alerts and keeps the last number in \`state\`. A real connector asks with \`client\`, as ${home.model} does. */
export const run: Action<${typeName(action.id)}> = async ({ inputs, state }) => {
  const last = typeof state === 'number' ? state : 0
  const alerts = Array.from({ length: inputs.max_alerts }, (_, index) => ({ id: String(last + index + 1) }))
  return { result: { alerts }, state: last + alerts.length }
}
`

/** The types of a connector, which are beside those of the actions of its area. */
const typesPath = (action: NewAction): string =>
  `${upFrom(action)}/${moduleStem({ id: 'types.gen.ts', area: action.area }, 'action')}`

function test(action: NewAction, stem: string): string {
  const isConnector = action.kind === 'connector'
  return `import { expect, test } from 'vitest'
import { run } from '../${upFrom(action)}/${stem}.ts'

type Context = Parameters<typeof run>[0]

/** What the module touches of its context. Add a client that answers as the vendor would. */
const context = (given: Pick<Context, ${isConnector ? "'inputs' | 'state'" : "'inputs'"}>) => given as Context

${isConnector ? CONNECTOR_TEST : ACTION_TEST}`
}

const ACTION_TEST = `test('answers the name that was asked for', async () => {
  const { result } = await run(context({ inputs: { name: 'first' } }))
  expect(result).toEqual({ name: 'first' })
})
`

const CONNECTOR_TEST = `test('goes on where the last run ended', async () => {
  const first = await run(context({ inputs: { max_alerts: 2 }, state: null }))
  const second = await run(context({ inputs: { max_alerts: 1 }, state: 2 }))
  expect(first).toEqual({ result: { alerts: [{ id: '1' }, { id: '2' }] }, state: 2 })
  expect(second).toEqual({ result: { alerts: [{ id: '3' }] }, state: 3 })
})
`
