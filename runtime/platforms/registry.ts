/**
 * The platforms.
 *
 * To add one, create a folder here and add one line to `platforms`.
 */
import { refuse } from '../contract/refuse.ts'
import type { CallArguments, SortedArguments } from './arguments.ts'
import { devo } from './devo/platform.ts'
import type { Dialect } from './dialect.ts'
import type { GivenOptions, PlatformCommand, PlatformOption } from './options.ts'
import type { Packaging } from './packaging.ts'
import { plain } from './plain.ts'
import type { Platform, RequestSource, TableMode } from './platform.ts'
import { secops } from './secops/platform.ts'

const platforms: readonly Platform[] = [plain, secops, devo]

type Named<T> = Readonly<Record<string, T>>

const partsOf = <T>(part: (platform: Platform) => T | undefined): Named<T> =>
  Object.fromEntries(
    platforms.flatMap((platform) => {
      const found = part(platform)
      return found === undefined ? [] : [[platform.id, found]]
    }),
  )

/** The dialects of single runs by their `--dialect` names. */
export const dialects: Named<() => Promise<Dialect>> = partsOf(({ action }) => action)

/** The dialects of connectors. */
export const connectorDialects: Named<() => Promise<Dialect>> = partsOf(({ connector }) => connector)

/** The dialects of tables. Our own tables have none. */
export const tableDialects: Named<TableMode> = Object.assign({}, ...platforms.map(({ table }) => table))

/** The dialects of tables whose rows go to standard output: connectors write alerts in them. */
export const alertDialects: Named<TableMode> = Object.fromEntries(
  Object.entries(tableDialects).filter(([, { namesFiles }]) => !namesFiles),
)

/** The platforms that have packages. */
export const packagings: Named<() => Promise<Packaging>> = partsOf((platform) => platform.package)

/** The packages of a platform; without a name, of the first platform that has any. Throws REQUEST_INVALID. */
export const packagingOf = (target = Object.keys(packagings)[0] ?? ''): Promise<Packaging> =>
  find('target', packagings, target)()

/** The options that the platforms add to a command. */
export const platformOptions = (command: PlatformCommand): readonly PlatformOption[] =>
  platforms.flatMap(({ options }) => options?.[command] ?? [])

/** The request named by an option of a platform; undefined if none was given. */
export function requestSource(given: GivenOptions): RequestSource | undefined {
  for (const { request } of platforms) {
    const source = request?.(given)
    if (source !== undefined) return source
  }
  return undefined
}

/** The arguments that tool calls accept for all platforms. */
export async function callArguments(given: GivenOptions): Promise<CallArguments> {
  const all = await Promise.all(platforms.flatMap((platform) => platform.callArguments?.(given) ?? []))
  return {
    properties: (say) => Object.assign({}, ...all.map((one) => one.properties(say))),
    sort: (specs, parameters) =>
      all.reduce<SortedArguments>(
        (before, one) => {
          const { parameters: rest, context, problems } = one.sort(specs, before.parameters)
          return {
            parameters: rest,
            context: { ...before.context, ...context },
            problems: [...before.problems, ...problems],
          }
        },
        { parameters, context: {}, problems: [] },
      ),
  }
}

/** The entry with a name. Throws REQUEST_INVALID. */
export function find<T>(what: string, known: Named<T>, name: string): T {
  const found = Object.hasOwn(known, name) ? known[name] : undefined
  if (found !== undefined) return found
  throw refuse(`Unknown ${what} "${name.slice(0, 40)}". Use one of: ${Object.keys(known).join(', ')}.`)
}
