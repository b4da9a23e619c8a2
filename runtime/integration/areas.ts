/** The areas that group an integration's actions, and their names. */
import type { IntegrationSpec } from './integration.ts'
import type { Overlay } from './overlay.ts'

/** Converts an id to a name: `get-thing` becomes Get Thing. */
export const titleOf = (id: string): string =>
  id.replaceAll(
    /(^|-)([a-z0-9])/g,
    (_, dash: string, letter: string) => (dash ? ' ' : '') + letter.toUpperCase(),
  )

/**
 * Returns the name of an area: from the overlay, then `areas` of integration.yaml, then its folder in words. An action
 * without an area has no category.
 */
export function categoryOf(
  area: string | undefined,
  { areas }: Pick<IntegrationSpec, 'areas'>,
  overlay?: Overlay,
): string | undefined {
  if (area === undefined) return undefined
  const named = (names: Record<string, string> = {}) => (Object.hasOwn(names, area) ? names[area] : undefined)
  return named(overlay?.integration?.areas) ?? named(areas) ?? titleOf(area)
}

/** Items of one area, or of none. */
export interface AreaGroup<T> {
  area?: string
  items: T[]
}

/**
 * Groups items by area: first those without one, then the areas in the order of integration.yaml, then others by name. The
 * order within a group does not change.
 */
export function byArea<T extends { area?: string }>(
  items: readonly T[],
  { areas }: Pick<IntegrationSpec, 'areas'>,
): AreaGroup<T>[] {
  const groups = Map.groupBy(items, ({ area }) => area)
  const others = [...groups.keys()].filter((area) => area !== undefined && !Object.hasOwn(areas, area)).sort()
  return [undefined, ...Object.keys(areas), ...others].flatMap((area) => {
    const own = groups.get(area)
    return own ? [{ ...(area === undefined ? {} : { area }), items: own }] : []
  })
}
