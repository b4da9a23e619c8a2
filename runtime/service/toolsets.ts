/** Decides which actions belong to the tool sets that a server offers. */
import { TOOLSETS, type Toolset } from '../contract/toolsets.ts'
import type { Manifest } from '../integration/manifest.ts'

/** Tool sets that are offered if the operator names none: few enough tools for a model. */
const STANDARD: readonly Toolset[] = ['triage', 'containment']

type InSets = Pick<Manifest, 'effect' | 'toolsets'>

/** The tool sets of an action. One that names none is for investigation if it reads, and for administration if it writes. */
export const toolsetsOf = ({ effect, toolsets }: InSets): readonly Toolset[] =>
  toolsets ?? [effect === 'read' ? 'investigation' : 'administration']

/**
 * Returns the tool sets that a server offers of one integration. `standard`: the standard ones, or all of an integration in which
 * no action belongs to them.
 */
export function offeredToolsets(
  chosen: readonly Toolset[] | 'standard' | undefined,
  manifests: readonly InSets[],
): readonly Toolset[] {
  if (chosen !== 'standard') return chosen ?? TOOLSETS
  return manifests.some((one) => isIn(one, STANDARD)) ? STANDARD : TOOLSETS
}

/** Whether an action belongs to one of these tool sets. */
export const isIn = (manifest: InSets, sets: readonly Toolset[]): boolean =>
  toolsetsOf(manifest).some((one) => sets.includes(one))
