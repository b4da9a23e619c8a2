/** `soar check`: reports every problem of an integration with its location. */

import { compareCatalogue, type Drift } from '../../../authoring/check/catalogue.ts'
import { runChecks } from '../../../authoring/check/checks.ts'
import { surveyIntegration } from '../../../authoring/survey.ts'
import { toActionError } from '../../../contract/errors.ts'
import { english, writeError } from '../../../i18n/sentences.ts'
import { type Finding, writeFinding } from '../../../integration/yaml/yaml.ts'
import type { Packaging } from '../../../platforms/packaging.ts'
import { packagingOf, packagings } from '../../../platforms/registry.ts'
import type { Command } from '../line/command.ts'
import { pathOf, type Writer } from '../process/io.ts'
import { authorMembers, authorRoot } from '../several/author-roots.ts'
import type { Member } from '../several/members.ts'

/** Options of `soar check`. */
export interface CheckOptions {
  /** Folder of the integration. */
  root: string
  json?: boolean
  /** Notes, such as missing translations, are problems. */
  release?: boolean
  /** Platform whose package rules are run as well. */
  target?: string
  /** List of the vendor's operations, and its name in messages. */
  catalogue?: { file: string; shown: string }
}

/** Runs `soar check`; returns the exit code. Throws INTEGRATION_INVALID if the root does not contain an integration. */
export async function checkCommand(
  { root, json = false, release = false, target, catalogue }: CheckOptions,
  { stdout }: { stdout: Writer },
): Promise<number> {
  const packaging = target === undefined ? undefined : await packagingOf(target)
  const report = await examine(root, { packaging, release, catalogue })
  stdout.write(json ? `${JSON.stringify(asData(report, packaging))}\n` : toText(report))
  return report.findings.length ? 1 : 0
}

/** The results of one integration. */
interface Report {
  actions: number
  connectors: number
  findings: Finding[]
  /** Findings because of which nothing fails. */
  notes: Finding[]
  rules: { name: string; holds: boolean }[]
  /** Undocumented operations of actions, and operations that no action uses; absent without a catalogue. */
  undocumented?: Drift['undocumented']
  unused?: Drift['unused']
}

interface Asked {
  packaging: Packaging | undefined
  release: boolean
  catalogue?: CheckOptions['catalogue']
}

async function examine(root: string, { packaging, release, catalogue }: Asked): Promise<Report> {
  const survey = await surveyIntegration(root)
  const drift = catalogue && (await compareCatalogue(survey, catalogue.file, catalogue.shown))
  const found = [...(await runChecks(survey)), ...(drift?.findings ?? [])]
  const own = found.filter(({ note }) => release || !note).map(({ note: _, ...finding }) => finding)
  const notes = found.filter(({ note }) => !release && note).map(({ note: _, ...finding }) => finding)
  // Problems of the integration itself come first: the platform's rules would only report the same problems again.
  const verdicts = packaging && own.length === 0 ? await packaging.judge(survey) : []
  const findings = [
    ...own,
    ...verdicts.flatMap(({ name, findings: broken }) =>
      broken.map((finding) => ({ ...finding, message: `[${name}] ${finding.message}` })),
    ),
  ]
  const connectors = survey.manifests.filter(({ manifest }) => manifest?.kind === 'connector').length
  const rules = verdicts.map(({ name, findings: broken }) => ({ name, holds: broken.length === 0 }))
  return {
    actions: survey.manifests.length - connectors,
    connectors,
    findings,
    notes,
    rules,
    ...(drift && { undocumented: drift.undocumented, unused: drift.unused }),
  }
}

const asData = ({ rules, ...report }: Report, packaging: Packaging | undefined): object => ({
  ...report,
  ...(packaging && { rules }),
})

function toText(report: Report): string {
  const { actions, connectors, findings, notes, rules, undocumented = [], unused = [] } = report
  const also = notes.length ? `, ${counted(notes.length, 'note')}` : ''
  const lines = [
    ...rules.map(({ name, holds }) => `${holds ? 'ok    ' : 'FAILED'} ${name}`),
    ...findings.map(writeFinding),
    ...notes.map((note) => `note: ${writeFinding(note)}`),
    ...undocumented.map((one) => `undocumented: ${writeFinding(one)}`),
    ...unused.map(({ id, operation }) => `new: ${operation} (${id}): no action uses it`),
    findings.length
      ? `${counted(findings.length, 'problem')} to fix${also}.`
      : `${counted(actions, 'action')}, ${counted(connectors, 'connector')}: no problems${also}.`,
  ]
  return lines.map((line) => `${line}\n`).join('')
}

/** Checks several integrations; a folder without one is a problem of it, not of the others. */
async function checkSeveral(
  members: readonly Member[],
  { json = false, release = false, target, catalogue }: Omit<CheckOptions, 'root'>,
  { stdout }: { stdout: Writer },
): Promise<number> {
  const packaging = target === undefined ? undefined : await packagingOf(target)
  // The built-in integration was checked when it was built.
  const reports = members
    .filter(({ isBuiltIn }) => !isBuiltIn)
    .map(async ({ name, root, open }) => {
      try {
        if (root === undefined) await open()
        return {
          integration: name,
          root,
          report: await examine(root ?? name, { packaging, release, catalogue }),
        }
      } catch (thrown) {
        return { integration: name, root, error: writeError(english, toActionError(thrown)) }
      }
    })
  const all = await Promise.all(reports)
  const text = all.map(({ integration, root, report, error }) => {
    const head = root === undefined ? integration : `${integration} (${root})`
    return `${head}\n${error === undefined ? '' : `${error}\n`}${report ? toText(report) : ''}`
  })
  const data = all.map(({ report, ...one }) => ({ ...one, ...(report && asData(report, packaging)) }))
  stdout.write(json ? `${JSON.stringify({ integrations: data })}\n` : text.join('\n'))
  return all.some(({ report, error }) => error !== undefined || report?.findings.length) ? 1 : 0
}

const targets = Object.keys(packagings)

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`

export const command: Command = {
  name: 'check',
  summary: 'check an integration and report every problem',
  arguments: [],
  options: [
    { name: 'json', help: 'print one JSON object: actions, connectors, findings, notes, rules' },
    { name: 'release', help: 'fail on notes as well: every text must be translated' },
    {
      name: 'target',
      value: 'PLATFORM',
      help: "also check the rules of the platform's marketplace",
      complete: targets,
    },
    {
      name: 'catalogue',
      value: 'FILE',
      help: "compare the operations of manifests with a JSON list of the vendor's operations",
      complete: 'file',
    },
  ],
  examples: [
    'soar check',
    'soar check --root ../other --json',
    'soar check --release',
    'soar check --catalogue operations.json',
    ...targets.map((target) => `soar check --target ${target}`),
  ],
  run: async (call) => {
    const { options, io } = call
    const target = options.text('target')
    const list = options.text('catalogue')
    const given = {
      json: options.has('json'),
      release: options.has('release'),
      ...(target === undefined ? {} : { target }),
      ...(list === undefined ? {} : { catalogue: { file: pathOf(io, list), shown: list } }),
    }
    const members = await authorMembers(call)
    if (members) return checkSeveral(members, given, io)
    return checkCommand({ ...given, root: await authorRoot(call) }, io)
  },
}
