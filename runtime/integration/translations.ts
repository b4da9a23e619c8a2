/** Loads the texts in further languages from an integration's folder. */
import { join } from 'node:path'
import { ActionError } from '../contract/errors.ts'
import { quoted } from '../contract/phrases.ts'
import type { IntegrationSpec } from './integration.ts'
import { type ActionFiles, readIfThere } from './layout.ts'
import type { ActionTexts, Overlay } from './overlay.ts'
import type { Reading } from './yaml/integration.ts'
import { writeFinding } from './yaml/yaml.ts'

/** Loads the integration's own texts; undefined if the language has no file. Throws INTEGRATION_INVALID. */
export async function loadOverlay(
  root: string,
  spec: IntegrationSpec,
  locale: string,
): Promise<Overlay | undefined> {
  if (!spec.locales.slice(1).includes(locale)) return undefined
  const file = `manifests/locales/${locale}.yaml`
  const content = await readIfThere(join(root, file))
  if (content === undefined) return undefined
  const { readOverlay } = await import('./yaml/integration.ts')
  return checked(root, readOverlay(file, content))
}

/**
 * Loads the texts of one action: from the file beside its manifest, else from the language's file; undefined if neither has
 * them. Throws INTEGRATION_INVALID.
 */
export async function loadTexts(
  root: string,
  action: ActionFiles,
  locale: string,
  overlay: (locale: string) => Promise<Overlay | undefined>,
): Promise<ActionTexts | undefined> {
  const file = action.texts[locale]
  const content = file && (await readIfThere(join(root, file)))
  if (file === undefined || content === undefined) return (await overlay(locale))?.actions[action.id]
  const { readTexts } = await import('./yaml/integration.ts')
  return checked(root, readTexts(file, content))
}

function checked<T>(root: string, reading: Reading<T>): T {
  if (reading.ok) return reading.value
  throw new ActionError('INTEGRATION_INVALID', {
    root,
    reason: quoted(reading.findings.map(writeFinding).join(' ')),
  })
}
