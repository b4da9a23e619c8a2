/** `soar run --step`: a playbook step from a file. */
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { refuse } from '../../../contract/refuse.ts'
import type { Integration } from '../../../integration/integration.ts'
import { decodeOrRefuse } from '../../../safety/encoding.ts'
import type { Address, Incoming } from '../../dialect.ts'
import type { SourceOptions } from '../../platform.ts'
import { addressOfStep, readStep } from './step.ts'

/** A step from a file, expanded over a context, as a run. Throws ActionError. */
export async function readStepFile(
  file: string,
  context: string,
  integration: Integration,
  { cwd, ...reading }: SourceOptions,
): Promise<Incoming> {
  return readStep(await textOf(file, cwd), context, integration, reading)
}

/** The action of a step in a file. Throws ActionError. */
export const addressOfStepFile = async (file: string, { cwd }: SourceOptions): Promise<Address> =>
  addressOfStep(await textOf(file, cwd))

async function textOf(file: string, cwd: string): Promise<string> {
  const bytes = await readFile(resolve(cwd, file)).catch((cause: NodeJS.ErrnoException) => {
    const reason = `Cannot read ${file} of --step (${cause.code}). Name a file with the step in JSON or YAML.`
    throw refuse(reason, { cause })
  })
  return decodeOrRefuse(bytes, `${file} of --step`)
}
