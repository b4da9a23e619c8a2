/** Reads the logo of an integration for clients that show it. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Integration } from '../integration/integration.ts'

/** Maximum size in bytes: the logo is part of what every client reads first. */
const MOST = 16_384

/** The logo as a `data:` address; undefined if there is none, or it cannot be read or is too large. */
export async function logoOf({ root, spec }: Integration): Promise<string | undefined> {
  if (spec.logo === undefined) return undefined
  const svg = await readFile(join(root, spec.logo)).catch(() => undefined)
  if (svg === undefined || svg.length > MOST) return undefined
  return `data:image/svg+xml;base64,${svg.toString('base64')}`
}
