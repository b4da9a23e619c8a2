/** Reads the built product for a package and checks its origin. */

import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ActionError } from '../../../contract/errors.ts'
import { isRecord } from '../../../contract/json.ts'
import { quoted } from '../../../contract/phrases.ts'
import { type BuiltFrom, builtFrom } from '../../../integration/built-from.ts'
import { readIfThere } from './read.ts'
import type { Component, PackSource } from './source.ts'

/** File beside the product that lists the packages in it. */
const COMPONENTS = 'packages.json'

/** Files of the product; everything else in its folder is left out. */
const PART = /^(?:[\w-]+\.js|package\.json|THIRD-PARTY\.txt)$/

/**
 * Reads the built product in a folder: its files, and the packages in them. It must have been built from the current state
 * of the integration that is packed: the forms of the package and the code behind them must match.
 *
 * @param root folder of the integration that is packed
 * @throws ActionError INTEGRATION_INVALID if the folder contains no product, or the product of another integration
 */
export async function readProduct(
  root: string,
  integration: string,
  folder: string,
): Promise<Pick<PackSource, 'product' | 'components'>> {
  const invalid = (reason: string) => new ActionError('INTEGRATION_INVALID', { root, reason: quoted(reason) })
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const names = entries
    .filter((entry) => entry.isFile() && PART.test(entry.name))
    .map(({ name }) => name)
    .sort()
  const list = await readIfThere(join(folder, COMPONENTS))
  if (!list || !names.includes('soar.js')) {
    throw invalid(
      `there is no built product in ${folder} to pack. Run \`npm run build\` first, or name its folder with --product`,
    )
  }
  const fault = differenceOf(
    readStatement(await readIfThere(join(folder, 'package.json'))),
    await builtFrom(root, integration),
  )
  if (fault !== undefined) throw invalid(`the built product in ${folder} ${fault}`)
  const contents = await Promise.all(names.map((name) => readFile(join(folder, name))))
  return {
    product: Object.fromEntries(names.map((name, index) => [name, contents[index] ?? new Uint8Array()])),
    components: JSON.parse(list.toString('utf8')) as Component[],
  }
}

/** The `soar` field of a product's package.json. */
function readStatement(content: Buffer | undefined): Partial<BuiltFrom> {
  try {
    const { soar }: { soar?: unknown } = JSON.parse(content?.toString('utf8') ?? '{}')
    return isRecord(soar) ? soar : {}
  } catch {
    return {}
  }
}

function differenceOf(said: Partial<BuiltFrom>, wanted: BuiltFrom): string | undefined {
  if (typeof said.integration !== 'string')
    return 'does not say which integration it was built from. Build it again with `npm run build`'
  if (said.integration !== wanted.integration) {
    return `was built from the integration "${said.integration}", not from "${wanted.integration}". Name the folder of a product that was built from this one with --product`
  }
  return said.sources === wanted.sources
    ? undefined
    : 'was built from other manifests than these. Build it again with `npm run build`'
}
