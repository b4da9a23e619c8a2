/** The connections of several integrations. */
import { refuse } from '../../../contract/refuse.ts'
import { integrationOf } from '../../../integration/config/connections.ts'
import type { Call } from '../line/command.ts'
import { chosenConnection } from '../line/read-options.ts'
import { lookupOf } from '../process/io.ts'
import type { RequestParts } from '../request/parts.ts'
import type { Several } from './members.ts'

/** A connection by its name in its file. */
export type ChosenConnection = NonNullable<RequestParts['connection']>

/**
 * Returns the connection of each integration by its id. Every --connection names one, which names its integration in the
 * connections file.
 *
 * @throws ActionError REQUEST_INVALID if a connection names no integration or an unknown one, or two name the same;
 *   CONFIG_INVALID if the connections file cannot be used
 */
export async function connectionsByIntegration(
  call: Pick<Call, 'options' | 'io'>,
  several: Several,
): Promise<Map<string, RequestParts['connection']>> {
  const grouped = await groupedConnections(call, several)
  for (const [id, [first, second]] of grouped) {
    if (second === undefined) continue
    throw refuse(
      `The connections "${first?.name}" and "${second.name}" are both for the integration "${id}". Name one of them.`,
    )
  }
  return new Map([...grouped].map(([id, [first]]) => [id, first]))
}

/** The same for a server, in which an integration can have several connections. */
export async function groupedConnections(
  { options, io }: Pick<Call, 'options' | 'io'>,
  several: Several,
): Promise<Map<string, ChosenConnection[]>> {
  const names = options.all('connection')
  const file = names.length > 0 ? options.text('connections') : chosenConnection(options)?.file
  const found = new Map<string, ChosenConnection[]>()
  for (const name of names) {
    const integration = await integrationOf(name, lookupOf(io, file))
    if (typeof integration !== 'string') {
      const known = several.members.map((member) => member.name).join(', ')
      throw refuse(
        `The connection "${name}" does not name its integration, and several are used. Add the line "integration: …" to it, with one of: ${known}.`,
      )
    }
    const { name: id } = several.member(integration)
    found.set(id, [...(found.get(id) ?? []), { name, file }])
  }
  return found
}
