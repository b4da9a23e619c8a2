/** `soar check`: reports every problem of an integration with its location. */

import { runChecks } from '../../../authoring/check/checks.ts'
import { surveyIntegration } from '../../../authoring/survey.ts'
import { writeFinding } from '../../../integration/yaml/yaml.ts'
import { packagingOf, packagings } from '../../../platforms/registry.ts'
import type { Command } from '../line/command.ts'
import { authorRoot } from '../line/read-options.ts'
import type { Writer } from '../process/io.ts'

/** Options of `soar check`. */
export interface CheckOptions {
  /** Folder of the integration. */
  root: string
  json?: boolean
  /** Platform whose package rules are run as well. */
  target?: string
}

/** Runs `soar check`; returns the exit code. Throws INTEGRATION_INVALID if the root does not contain an integration. */
export async function checkCommand(
  { root, json = false, target }: CheckOptions,
  { stdout }: { stdout: Writer },
): Promise<number> {
  const packaging = target === undefined ? undefined : await packagingOf(target)
  const survey = await surveyIntegration(root)
  const own = await runChecks(survey)
  // Problems of the integration itself come first: the platform's rules would only report the same problems again.
  const verdicts = packaging && own.length === 0 ? await packaging.judge(survey) : []
  const findings = [
    ...own,
    ...verdicts.flatMap(({ name, findings: broken }) =>
      broken.map((finding) => ({ ...finding, message: `[${name}] ${finding.message}` })),
    ),
  ]
  const connectors = survey.manifests.filter(({ manifest }) => manifest?.kind === 'connector').length
  const actions = survey.manifests.length - connectors
  const rules = verdicts.map(({ name, findings: broken }) => ({ name, holds: broken.length === 0 }))
  if (json) {
    const answer = { actions, connectors, findings, ...(target === undefined ? {} : { rules }) }
    stdout.write(`${JSON.stringify(answer)}\n`)
    return findings.length ? 1 : 0
  }
  for (const { name, holds } of rules) stdout.write(`${holds ? 'ok    ' : 'FAILED'} ${name}\n`)
  if (findings.length === 0) {
    stdout.write(`${counted(actions, 'action')}, ${counted(connectors, 'connector')}: no problems.\n`)
  } else {
    for (const finding of findings) stdout.write(`${writeFinding(finding)}\n`)
    stdout.write(`${counted(findings.length, 'problem')} to fix.\n`)
  }
  return findings.length ? 1 : 0
}

const targets = Object.keys(packagings)

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`

export const command: Command = {
  name: 'check',
  summary: 'check an integration and report every problem',
  arguments: [],
  options: [
    { name: 'json', help: 'print one JSON object: actions, connectors, findings, rules' },
    {
      name: 'target',
      value: 'PLATFORM',
      help: "also check the rules of the platform's marketplace",
      complete: targets,
    },
  ],
  examples: [
    'soar check',
    'soar check --root ../other --json',
    ...targets.map((target) => `soar check --target ${target}`),
  ],
  run: ({ options, io }) => {
    const target = options.text('target')
    return checkCommand(
      {
        root: authorRoot(options, io),
        json: options.has('json'),
        ...(target === undefined ? {} : { target }),
      },
      io,
    )
  },
}
