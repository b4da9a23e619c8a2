/** `soar run --step`: a playbook step from a file. */
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { ActionError } from '../../../contract/errors.ts'
import type { Integration } from '../../../integration/integration.ts'
import { decodeOrRefuse } from '../../../safety/encoding.ts'
import type { Incoming } from '../../platform.ts'
import { readStep } from './step.ts'

/** A step from a file, expanded over a context, as a run. Throws ActionError. */
export async function readStepFile(
  file: string,
  context: string,
  integration: Integration,
  { cwd, undefined: missing }: { cwd: string; undefined?: 'error' | 'empty' },
): Promise<Incoming> {
  const bytes = await readFile(resolve(cwd, file)).catch((cause: NodeJS.ErrnoException) => {
    const reason = `the file of --step, ${file}, cannot be read (${cause.code}). Name a file with the step in JSON or YAML.`
    throw new ActionError('REQUEST_INVALID', { reason }, { cause, unsent: true })
  })
  const text = decodeOrRefuse(bytes, `the file of --step, ${file}`)
  return readStep(text, context, integration, missing === undefined ? {} : { undefined: missing })
}
