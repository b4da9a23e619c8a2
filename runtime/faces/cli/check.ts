/** `soar check`: everything that is wrong with an integration, at once, each at its place. */
import { runChecks } from '../../check/checks.ts'
import { surveyIntegration } from '../../check/survey.ts'
import { writeFinding } from '../../integration-folder.ts'
import { authorRoot } from './author.ts'
import type { Command } from './command.ts'
import type { Writer } from './io.ts'

/** Options of `soar check`. */
export interface CheckOptions {
  /** Folder of the integration. */
  root: string
  json?: boolean
}

/** Runs `soar check`; answers the exit code. Throws INTEGRATION_INVALID where the root is no integration. */
export async function checkCommand(
  { root, json = false }: CheckOptions,
  { stdout }: { stdout: Writer },
): Promise<number> {
  const survey = await surveyIntegration(root)
  const findings = await runChecks(survey)
  const connectors = survey.manifests.filter(({ manifest }) => manifest?.kind === 'connector').length
  const actions = survey.manifests.length - connectors
  if (json) stdout.write(`${JSON.stringify({ actions, connectors, findings })}\n`)
  else if (findings.length === 0) {
    stdout.write(`${counted(actions, 'action')}, ${counted(connectors, 'connector')}: nothing wrong.\n`)
  } else {
    for (const finding of findings) stdout.write(`${writeFinding(finding)}\n`)
    stdout.write(`${counted(findings.length, 'thing')} to correct.\n`)
  }
  return findings.length ? 1 : 0
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`

export const command: Command = {
  name: 'check',
  summary: 'say everything that is wrong with an integration',
  arguments: [],
  options: [{ name: 'json', help: 'answer one JSON object: actions, connectors, findings' }],
  examples: ['soar check', 'soar check --root ../other --json'],
  run: ({ options, io }) => checkCommand({ root: authorRoot(options, io), json: options.has('json') }, io),
}
