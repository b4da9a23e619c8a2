/** New actions that work at once, for a client that reads, lists and sends. */
import { stringify } from 'yaml'
import { manifestPath, moduleStem } from '../../integration/layout.ts'
import { typeName } from '../generate/action-types.ts'
import type { Files } from '../generate/generate.ts'
import { type NewAction, UNDO_TO_WRITE } from '../scaffold.ts'
import { CONTRACTS } from './manifests.ts'
import { MODULES } from './modules.ts'
import { TESTS } from './tests.ts'

/** A new action for such a client. */
export interface RestAction extends NewAction {
  /** A read of several things rather than of one. */
  list?: boolean
}

/** Properties of the integration that the action is added to. */
export interface RestHome {
  /** Stem of the client's module, as named in integration.yaml. */
  client: string
  /** Name of the vendor. */
  vendor: string
  /** Whether actions have tests. */
  tested: boolean
}

/** Whether a client's source declares the methods that these actions use, as the client of a new integration does. */
export const isRestClient = (source: string): boolean =>
  ['get<T>(path', 'list<T>(path', 'send<T>('].every((method) => source.includes(method))

/** Returns the manifest, the module and, if actions are tested, the test. */
export function restScaffold(action: RestAction, home: RestHome): Files {
  const kind = kindOf(action)
  const stem = moduleStem(action, action.kind)
  const up = action.area === undefined ? '..' : '../..'
  const types =
    action.kind === 'connector'
      ? `${up}/${moduleStem({ id: 'types.gen.ts', area: action.area }, 'action')}`
      : './types.gen.ts'
  const words: Record<string, string> = {
    '@ID@': action.id,
    '@TYPE@': typeName(action.id),
    '@TITLE@': action.name.replaceAll(/['\\]/g, ''),
    '@VENDOR@': home.vendor.replaceAll(/['\\]/g, ''),
    '@PATH@': `/${listOf(action.id)}`,
    '@UP@': up,
    '@IMPORTS@': [
      `import type { Action } from '${up}/${home.client}.ts'`,
      `import type { ${typeName(action.id)} } from '${types}'`,
    ]
      .sort((one, other) => (pathIn(one) < pathIn(other) ? -1 : 1))
      .join('\n'),
  }
  const fill = (text: string): string => text.replaceAll(/@[A-Z]+@/g, (word) => words[word] ?? word)
  return {
    [manifestPath(action)]: head(action, up) + withUndo(action, CONTRACTS[kind]),
    [`${stem}.ts`]: fill(MODULES[kind]),
    ...(home.tested ? { [`test/${stem}.test.ts`]: fill(TESTS[kind]) } : {}),
  }
}

const withUndo = ({ effect }: RestAction, contract: string): string =>
  effect === 'read' ? contract : contract.replace('\nmessages:', `\n${UNDO_TO_WRITE}\nmessages:`)

/** The path in the text of an import, for sorting. */
const pathIn = (text: string): string => text.slice(text.indexOf("'"))

/** The command line that tries the new action. */
export const tryIt = (action: RestAction): string => {
  const parameters = { read: ' --param id=1', list: '', write: ' --param name=new', connector: '' }
  return `soar run ${action.id}${parameters[kindOf(action)]}`
}

function kindOf({ kind, effect, list }: RestAction): keyof typeof MODULES {
  if (kind === 'connector') return 'connector'
  if (effect !== 'read') return 'write'
  return list ? 'list' : 'read'
}

/** The vendor's list that an id is about: `get-open-thing` works on `open-things`. */
function listOf(id: string): string {
  const [, ...rest] = id.split('-')
  const noun = rest.length > 0 ? rest.join('-') : id
  return noun.endsWith('s') ? noun : `${noun}s`
}

const SENTENCES = {
  read: 'Read one by its id.',
  list: 'List all, newest last.',
  write: 'Create one.',
  connector: 'Return an alert for each new one.',
}

function head(action: RestAction, up: string): string {
  const { name, kind, effect } = action
  return `# yaml-language-server: $schema=${up}/node_modules/soar-actions/docs/schemas/manifest.json
name: ${stringify(name, { lineWidth: 0 }).trim()}
description: ${SENTENCES[kindOf(action)]}
${kind === 'connector' ? 'kind: connector\n' : ''}effect: ${effect} # read | write | destructive
${effect === 'read' ? '' : 'idempotent: false # true when the same request twice changes no more than once\n'}permissions: [] # what the role needs, in the vendor's words

`
}
