/** Runs the example of a manifest on a recorded exchange. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Json } from '../contract/json.ts'
import type { Result } from '../contract/result.ts'
import { differences } from '../http/record/differences.ts'
import type { Integration } from '../integration/integration.ts'
import { manifestPath, readLayout } from '../integration/layout.ts'
import { replayed } from './replayed.ts'

/** How an example is run. */
export interface ExampleOptions {
  /** Default: the file beside the manifest, see `exchangeFile`. */
  file?: string
  /** Language of the message; default is the integration's first. */
  locale?: string
}

/**
 * Runs the example of an action and compares its result with the one in the manifest. Its requests are answered by the
 * recording beside the manifest: nothing is sent.
 *
 * @throws Error if there is no recording, if the run fails, or if result or message differ from the manifest
 */
export async function runExample(
  integration: Integration,
  id: string,
  { file, locale }: ExampleOptions = {},
): Promise<Result> {
  const { manifest } = await integration.action(id)
  const { parameters, templates, context, state, config, result: expected, message } = manifest.example
  const path = file ?? (await exchangeFile(integration, id))
  if (path === undefined)
    throw new Error(
      `The example of "${id}" has no recording. Record one: soar show ${id} --request | soar run --record ${await exchangePath(integration, id)}`,
    )
  const { run } = await replayed(path)
  const result = await run(integration, {
    action: id,
    parameters,
    ...(templates && { templates }),
    ...(context && { context }),
    ...(state !== undefined && { state }),
    ...(config && { config }),
    ...(locale !== undefined && { locale }),
  })
  if (result.error)
    throw new Error(`The example of "${id}" failed with ${result.error.code}: ${result.error.reason}`)
  const found = differences(expected, result.json_result)
  const [main] = integration.spec.locales
  if (message !== undefined && (locale ?? main) === main)
    found.push(...differences(message, result.output_message, undefined, 'message'))
  if (found.length > 0) throw new Error(`The example of "${id}" differs from its manifest: ${listed(found)}`)
  return result
}

/** The file of the recorded exchange of an example, `<id>.exchange.json` beside the manifest; undefined if there is none. */
export async function exchangeFile(
  integration: Pick<Integration, 'root'>,
  id: string,
): Promise<string | undefined> {
  const path = join(integration.root, await exchangePath(integration, id))
  return existsSync(path) ? path : undefined
}

/** Where the recording of an example belongs, relative to the root. */
async function exchangePath({ root }: Pick<Integration, 'root'>, id: string): Promise<string> {
  const { actions } = await readLayout(root)
  const manifest = actions.find((action) => action.id === id)?.manifest ?? manifestPath({ id })
  return manifest.replace(/\.yaml$/, '.exchange.json')
}

/** Differences that a message lists. */
const MOST = 10

const listed = (found: readonly { where: string; a: Json | undefined; b: Json | undefined }[]): string =>
  found
    .slice(0, MOST)
    .map(({ where, a, b }) => `${where || 'result'} is ${JSON.stringify(b)}, not ${JSON.stringify(a)}`)
    .join('; ')
