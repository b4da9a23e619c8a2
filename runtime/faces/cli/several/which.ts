/** Chooses the integration of a request where there are several. */
import { ActionError, toActionError } from '../../../contract/errors.ts'
import { isRecord } from '../../../contract/json.ts'
import type { Integration } from '../../../integration/integration.ts'
import { fullId } from '../../../integration/several/ids.ts'
import type { Address, Dialect, Incoming } from '../../../platforms/dialect.ts'
import type { RequestSource, SourceOptions } from '../../../platforms/platform.ts'
import type { Opened } from '../process/open.ts'
import { ambiguous, type Member, type Several } from './members.ts'

/** Everything that may name the action. */
export interface Naming {
  /** The action that the command line names. */
  named: string | undefined
  dialect: Dialect
  source: RequestSource | undefined
  options: SourceOptions
  /** Standard input; empty if it was not read. */
  text: string
}

/**
 * Opens the integration of a request. If the action's id decides, only that integration is loaded; a display name that is
 * the id of no action or of several is read with every integration.
 *
 * @throws ActionError ACTION_UNKNOWN, REQUEST_INVALID if several integrations have the action, INTEGRATION_INVALID
 */
export async function openWhich(several: Several, naming: Naming): Promise<Opened> {
  const { named, dialect, source, options, text } = naming
  if (named !== undefined) return several.find(named)
  const address = source ? await source.address(options) : await dialect.address?.(text)
  if (address === undefined) return several.only()
  if (typeof address === 'string') return several.find(address)
  const { members } = several
  const likely = members.filter(({ ids }) => address.ids.some((id) => ids.includes(id)))
  const [only] = likely
  if (only && likely.length === 1 && !address.isFor) return only.open()
  const asked = await Promise.all(likely.map((member) => ask(member, address)))
  const meant = asked.filter(({ isNamed }) => isNamed)
  if (meant.length === 1 && meant[0]) return outcomeOf(meant[0])
  if (!address.isFor && likely.length > 1) {
    const ids = likely.flatMap(({ name, ids: own }) =>
      address.ids.filter((id) => own.includes(id)).map((id) => fullId(name, id)),
    )
    throw ambiguous(address.written, ids)
  }
  const read = (integration: Integration): Incoming | Promise<Incoming> =>
    source ? source.read(text, integration, options) : dialect.read(text, integration)
  return tryEach(await Promise.all(members.map((member) => ask(member, address))), address, read)
}

/** An integration, or why it cannot be loaded. */
type Asked = { name: string; isNamed: boolean } & ({ opened: Opened } | { fault: unknown })

async function ask(member: Member, { isFor = () => false }: Address): Promise<Asked> {
  const { name } = member
  try {
    const opened = await member.open()
    return { name, opened, isNamed: isFor(opened.integration.spec) }
  } catch (fault) {
    return { name, fault, isNamed: isFor({ id: name, name, dialects: {} }) }
  }
}

function outcomeOf(asked: Asked): Opened {
  if ('opened' in asked) return asked.opened
  throw asked.fault
}

/** Reads the request with every integration that it names, or with all of them if it names none. */
async function tryEach(
  all: readonly Asked[],
  { written }: Address,
  read: (integration: Integration) => Incoming | Promise<Incoming>,
): Promise<Opened> {
  const named = all.filter(({ isNamed }) => isNamed)
  const [first] = named
  if (first && named.length === 1) return outcomeOf(first)
  const fits: { opened: Opened; id: string }[] = []
  let nearest: unknown
  for (const one of named.length > 0 ? named : all) {
    if (!('opened' in one)) continue
    try {
      const { request } = await read(one.opened.integration)
      const id = isRecord(request) ? String(request.action) : ''
      fits.push({ opened: one.opened, id: fullId(one.name, id) })
    } catch (thrown) {
      const error = toActionError(thrown)
      if (error.code !== 'ACTION_UNKNOWN') throw error
      nearest ??= error.values.nearest
    }
  }
  const [one] = fits
  if (one && fits.length === 1) return one.opened
  if (one)
    throw ambiguous(
      written,
      fits.map(({ id }) => id),
    )
  const integration = all.map(({ name }) => name).join(', ')
  const values = { action: written.slice(0, 80), integration }
  throw new ActionError('ACTION_UNKNOWN', typeof nearest === 'string' ? { ...values, nearest } : values, {
    unsent: true,
  })
}
