/** The argument with which a call chooses one of several connections. */
import type { Translate } from '../../../i18n/sentences.ts'
import { foldName, type ParameterSpecs } from '../../../schema/parameters.ts'
import type { JsonSchema } from '../../../schema/validate.ts'
import type { Offer } from '../../../service/offers.ts'
import { servedWith } from '../../../service/served.ts'
import type { Served } from '../../../service/service.ts'

/** A call with its tenant, and the arguments for the action; or a sentence about the argument that is wrong. */
export type Chosen = { offer: Offer<Served>; given: Readonly<Record<string, unknown>> } | { problem: string }

/** Name of the argument. An action may have a parameter of that name. */
export const connectionArgument = (specs: ParameterSpecs): string =>
  Object.keys(specs).some((name) => foldName(name) === 'connection') ? 'soar_connection' : 'connection'

/** The schema of the argument; undefined if there is nothing to choose. */
export function connectionSchema({ connections }: Served, t: Translate): JsonSchema | undefined {
  if (connections === undefined) return undefined
  const described = connections.map(({ connection, label, kind }) => {
    const facts = [label, kind].filter((fact) => fact !== undefined).join(', ')
    return facts === '' ? connection : `${connection} (${facts})`
  })
  return {
    type: 'string',
    enum: connections.map(({ connection }) => connection),
    description: t('connection_argument', { connections: described.join('; ') }),
  }
}

/**
 * Chooses the tenant. With several connections, a call has to name one: a wrong guess would reach the wrong tenant. With one, the
 * name of another one is refused.
 */
export function chooseConnection(
  offer: Offer<Served>,
  given: Readonly<Record<string, unknown>>,
  t: Translate,
): Chosen {
  const { served, action, texts } = offer
  const { connections, connection: only } = served
  const argument = connectionArgument(action.manifest.parameters)
  const written = Object.keys(given).find((name) => foldName(name) === foldName(argument))
  if (connections === undefined && (only === undefined || written === undefined)) return { offer, given }
  const { [written ?? '']: value, ...rest } = given
  const name = Array.isArray(value) && value.length === 1 ? value[0] : value
  if (connections === undefined) {
    return name === only
      ? { offer, given: rest }
      : { problem: t('connection_wrong', { argument, names: only ?? '' }) }
  }
  const found = connections.find(({ connection }) => connection === name)
  const names = connections.map(({ connection }) => connection).join(', ')
  if (found === undefined) return { problem: t('connection_wrong', { argument, names }) }
  // The name of the connection is part of every sentence about the call, the question to the person among them.
  const named = { ...texts, name: `${texts.name} (${found.connection})` }
  return { offer: { ...offer, texts: named, served: servedWith(served, [found]) }, given: rest }
}
