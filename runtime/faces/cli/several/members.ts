/** Opens several integrations for one process, each when it is needed. */
import { readFile, realpath } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { ActionError } from '../../../contract/errors.ts'
import { phrase, quoted } from '../../../contract/phrases.ts'
import { refuse } from '../../../contract/refuse.ts'
import { nearest } from '../../../i18n/nearest.ts'
import type { Integration } from '../../../integration/integration.ts'
import { isId, listIds } from '../../../integration/layout.ts'
import { idIn, variablesIn } from '../../../integration/several/declared.ts'
import { BUILT_IN, type Named, resolveId, shownIds } from '../../../integration/several/ids.ts'
import { type Place, readPlaces } from '../../../integration/several/places.ts'
import type { Open, Opened } from '../process/open.ts'

/** One of several integrations. */
export interface Member extends Named {
  /** Its folder; undefined for the built-in one and for a package that is not installed. */
  readonly root: string | undefined
  readonly isBuiltIn: boolean
  /** Loads it. Throws INTEGRATION_INVALID, always the same. */
  open(): Promise<Opened>
}

/** Several integrations. */
export interface Several {
  readonly members: readonly Member[]
  /** How an action is displayed: its id alone if no other integration has it. */
  shown(name: string, id: string): string
  /** Opens the integration of an action. Throws ACTION_UNKNOWN, REQUEST_INVALID if several have it. */
  find(written: string): Promise<Opened>
  /** The member with an id. Throws REQUEST_INVALID. */
  member(name: string): Member
  /** Opens the member with an id; without one, the only member. Throws REQUEST_INVALID. */
  only(name?: string): Promise<Opened>
}

/**
 * Reads where the integrations are, their ids and the ids of their actions. No manifest and no module is loaded.
 *
 * @param roots folders, soar.yaml files and `built-in`
 * @param open opens the integration in a folder, or the built-in one
 * @throws ActionError REQUEST_INVALID if a soar.yaml cannot be used, or two integrations have the same id
 */
export async function openSeveral(roots: readonly string[], open: Open): Promise<Several> {
  const places = (await Promise.all(roots.map(placesOf))).flat()
  const found = await Promise.all(places.map((place) => describe(place, open)))
  const distinct = found.filter(({ key }, at) => found.findIndex((one) => one.key === key) === at)
  refuseSameIds(distinct)
  const members = distinct.map((own) => toMember(own, distinct))
  const shown = shownIds(members)
  const member = (name: string): Member => {
    const one = members.find((each) => each.name === name)
    if (one) return one
    const names = members.map((each) => each.name)
    const meant = nearest(name, names)
    const hint = meant === undefined ? '' : ` Did you mean "${meant}"?`
    throw refuse(
      `There is no integration "${name.slice(0, 80)}".${hint} The integrations are: ${names.join(', ')}.`,
    )
  }
  return {
    members,
    shown,
    member,
    only: async (name) => {
      const [first] = members
      if (name !== undefined) return member(name).open()
      if (first && members.length === 1) return first.open()
      throw refuse(
        `There are several integrations: ${members.map((each) => each.name).join(', ')}. Name one with --integration.`,
      )
    },
    find: async (written) => {
      const meaning = resolveId(written, members)
      if ('one' in meaning) return member(meaning.one.name).open()
      if ('several' in meaning) throw ambiguous(written, meaning.several)
      // The ids of a broken integration may be unknown: its own fault says more than "there is no such action".
      const owner = members.find((each) => each.ids.length === 0 && written.startsWith(`${each.name}.`))
      await owner?.open()
      throw new ActionError(
        'ACTION_UNKNOWN',
        {
          action: written.slice(0, 80),
          integration: members.map(({ name }) => name).join(', '),
          ...(meaning.nearest === undefined ? {} : { nearest: meaning.nearest }),
        },
        { unsent: true },
      )
    },
  }
}

/** The refusal of an id that several integrations have. */
export const ambiguous = (written: string, ids: readonly string[]): ActionError =>
  refuse(
    phrase('"{action}" is an action of several integrations. Use one of these ids: {ids}.', {
      action: written.slice(0, 80),
      ids: ids.join(', '),
    }),
  )

const placesOf = (root: string): Promise<Place[]> | Place[] => {
  if (root === BUILT_IN) return [{ written: root }]
  return /\.ya?ml$/.test(root) ? readPlaces(root) : [{ written: root, root }]
}

/** One integration before it is loaded. */
interface Described {
  /** The same for two names of one folder. */
  key: string
  name: string
  /** False if the id could not be read. */
  isNamed: boolean
  ids: readonly string[]
  root: string | undefined
  /** Environment variables of its configuration. */
  variables: ReadonlySet<string>
  load(): Promise<Opened>
}

async function describe(place: Place, open: Open): Promise<Described> {
  const { written, fault, root } = place
  const unnamed = {
    key: written,
    name: basename(written),
    isNamed: false,
    root,
    ids: [],
    variables: new Set<string>(),
  }
  if (fault) return { ...unnamed, load: () => Promise.reject(fault) }
  if (root === undefined) return describeBuiltIn(open, unnamed)
  const real = await realpath(root).catch(() => root)
  const text = await readFile(join(real, 'integration.yaml'), 'utf8').catch(() => undefined)
  const ids = (await listIds(real).catch(() => [])).filter(isId)
  const id = text === undefined ? undefined : await idIn(text)
  return {
    key: real,
    name: id ?? basename(real),
    isNamed: id !== undefined,
    root: real,
    ids,
    variables: variablesIn(text ?? ''),
    load: once(() => open(real)),
  }
}

async function describeBuiltIn(open: Open, unnamed: Omit<Described, 'load'>): Promise<Described> {
  const load = once(() => open(undefined))
  try {
    const { integration } = await load()
    const { id, config } = integration.spec
    const variables = Object.values(config).flatMap(({ env }) => (env === undefined ? [] : [env]))
    return {
      ...unnamed,
      name: id,
      isNamed: true,
      ids: await integration.ids(),
      variables: new Set(variables),
      load,
    }
  } catch {
    return { ...unnamed, load }
  }
}

function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | undefined
  return () => {
    loading ??= load()
    return loading
  }
}

function refuseSameIds(all: readonly Described[]): void {
  for (const one of all) {
    const other = all.find((each) => each !== one && each.name === one.name)
    if (!other) continue
    const [first, second] = [one, other].map(({ root, name }) => root ?? `${name} (${BUILT_IN})`)
    throw refuse(
      `Two integrations have the id "${one.name}": ${first} and ${second}. Remove one, or change the id in its integration.yaml.`,
    )
  }
}

function toMember(own: Described, all: readonly Described[]): Member {
  const { key, name, root, ids, isNamed, load } = own
  return {
    name,
    root,
    ids,
    isBuiltIn: key === BUILT_IN,
    open: once(async () => {
      const opened = await load()
      const { integration } = opened
      if (isNamed && integration.spec.id !== name) {
        const reason = quoted(
          `its id is read as "${name}" and as "${integration.spec.id}". Write it on a line of its own`,
        )
        throw new ActionError('INTEGRATION_INVALID', { root: root ?? name, reason })
      }
      const others = all.filter((each) => each !== own)
      return {
        ...opened,
        integration: { ...integration, among: { variables: await foreign(integration, others) } },
      }
    }),
  }
}

/** The variables that carry a secret of both this integration and another, or of one of them. */
async function foreign(own: Integration, others: readonly Described[]): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  for (const { env, secret = false } of Object.values(own.spec.config)) {
    if (env === undefined) continue
    for (const other of others) {
      if (other.variables.has(env) && (await sharesSecret(other, env, secret))) found.set(env, other.name)
    }
  }
  return found
}

/** True for an integration that cannot be loaded as well: what its variables carry is unknown. */
async function sharesSecret(other: Described, variable: string, isSecret: boolean): Promise<boolean> {
  const opened = await other.load().catch(() => undefined)
  if (!opened) return true
  const fields = Object.values(opened.integration.spec.config).filter(({ env }) => env === variable)
  return fields.some(({ secret = false }) => secret || isSecret)
}
