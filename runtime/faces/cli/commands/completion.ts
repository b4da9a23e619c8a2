/** `soar completion`: shell scripts, and the candidates that those scripts request. */
import { refuse } from '../../../contract/refuse.ts'
import type { Integration } from '../../../integration/integration.ts'
import { actionText } from '../../../integration/texts.ts'
import { type Call, type Command, type Completion, commonOptions, type OptionSpec } from '../line/command.ts'
import { scripts } from '../line/completion-scripts.ts'
import { localeOf } from '../line/read-options.ts'
import { write } from '../process/io.ts'
import { openFor } from '../request/action.ts'

export const command: Command = {
  name: 'completion',
  summary: 'print a shell completion script',
  arguments: [
    { name: 'shell', help: 'bash, zsh or fish', required: true, complete: Object.keys(scripts) },
    {
      name: 'words',
      help: 'after "--": print completions for these words; used by the scripts',
      many: true,
    },
  ],
  options: [],
  examples: [
    'source <(soar completion bash)          # in ~/.bashrc',
    'soar completion zsh > ~/.zfunc/_soar      # a folder of $fpath',
    'soar completion fish > ~/.config/fish/completions/soar.fish',
  ],
  run: completion,
}

/** A candidate for a word, with its meaning. */
export interface Candidate {
  value: string
  help: string
}

/** Candidates, or the kind of file names that the shell itself completes. */
export type Candidates = readonly Candidate[] | 'file' | 'folder'

async function completion(call: Call): Promise<number> {
  const { args, io } = call
  const [shell = '', ...words] = args
  const script = Object.hasOwn(scripts, shell) ? scripts[shell as keyof typeof scripts] : undefined
  if (script === undefined) {
    const reason = `Unknown shell "${shell.slice(0, 40)}". Use one of: ${Object.keys(scripts).join(', ')}.`
    throw refuse(reason)
  }
  if (words.length === 0) {
    await write(io.stdout, script)
    return 0
  }
  const found = await candidatesFor(words, call)
  const lines =
    typeof found === 'string' ? [`:${found}`] : found.map(({ value, help }) => `${value}\t${help}`)
  await write(io.stdout, lines.map((line) => `${line}\n`).join(''))
  return 0
}

/** Candidates for the last word, which may be incomplete. */
export async function candidatesFor(words: readonly string[], call: Call): Promise<Candidates> {
  const typed = words.at(-1) ?? ''
  const before = words.slice(0, -1)
  const commands = await call.commands()
  const beginning = (all: readonly Candidate[]): Candidate[] =>
    all.filter(({ value }) => value.startsWith(typed))
  const last = before.at(-1)
  const rest = wordsWithout(before, commonOptions)
  const chosen = commands.find(({ name }) => name === rest[0])
  const options = [...(chosen?.options ?? []), ...commonOptions]
  const asking = options.find(({ name, value }) => value !== undefined && last === `--${name}`)
  const given = wordsWithout(rest.slice(1), options)
  if (asking) return complete(asking.complete, given[0], call, beginning)
  if (typed.startsWith('-')) return beginning(optionCandidates(options, before))
  if (!chosen) return beginning(commands.map(({ name, summary }) => ({ value: name, help: summary })))
  const { arguments: specs } = chosen
  const at = given.length
  const spec = specs[at] ?? (specs.at(-1)?.many ? specs.at(-1) : undefined)
  return complete(spec?.complete, given[0], call, beginning)
}

/** The words that are neither options nor their values. */
function wordsWithout(words: readonly string[], options: readonly OptionSpec[]): string[] {
  const takesValue = (word: string | undefined): boolean =>
    options.some(({ name, value }) => value !== undefined && word === `--${name}`)
  return words.filter((word, at) => !takesValue(words[at - 1]) && (!word.startsWith('-') || word === '-'))
}

function optionCandidates(options: readonly OptionSpec[], before: readonly string[]): Candidate[] {
  const open = options.filter(({ name, many }) => many || !before.includes(`--${name}`))
  return [
    ...open.map(({ name, help }) => ({ value: `--${name}`, help })),
    { value: '--help', help: 'show this help' },
  ]
}

async function complete(
  kind: Completion | undefined,
  action: string | undefined,
  call: Call,
  beginning: (all: readonly Candidate[]) => Candidate[],
): Promise<Candidates> {
  if (kind === undefined) return []
  if (kind === 'file' || kind === 'folder') return kind
  if (kind === 'action') return beginning(await actionCandidates(call))
  if (kind === 'integration') return beginning(await integrationCandidates(call))
  if (kind === 'parameter')
    return action === undefined ? [] : beginning(await parameterCandidates(call, action))
  return beginning(kind.map((value) => ({ value, help: '' })))
}

async function actionCandidates(call: Call): Promise<Candidate[]> {
  const several = await call.several()
  if (!several) {
    const { integration } = await call.open()
    return Promise.all((await integration.ids()).map((id) => candidateFor(call, integration, id, id)))
  }
  const all = several.members.map(async ({ name, ids, open }) => {
    // One broken integration must not disable completion for the others.
    const opened = await open().catch(() => undefined)
    return Promise.all(
      ids.map(async (id) => {
        const value = several.shown(name, id)
        return opened ? candidateFor(call, opened.integration, id, value) : { value, help: '' }
      }),
    )
  })
  return (await Promise.all(all)).flat()
}

async function candidateFor(
  call: Call,
  integration: Integration,
  id: string,
  value: string,
): Promise<Candidate> {
  const locale = localeOf(call, integration)
  // One broken manifest must not disable completion for the others.
  const action = await integration.action(id).catch(() => undefined)
  return { value, help: action ? (await actionText(integration, action, locale)).name : '' }
}

async function integrationCandidates(call: Call): Promise<Candidate[]> {
  const several = await call.several()
  if (several) return several.members.map(({ name }) => ({ value: name, help: '' }))
  const { id, name } = (await call.open()).integration.spec
  return [{ value: id, help: name }]
}

/** Secret parameters are left out: they are not allowed in arguments. */
async function parameterCandidates(call: Call, written: string): Promise<Candidate[]> {
  const found = await openFor(call, written).catch(() => undefined)
  const action = await found?.integration.action(found.id).catch(() => undefined)
  if (!found || !action) return []
  const { integration } = found
  const { parameters } = await actionText(integration, action, localeOf(call, integration))
  return Object.entries(action.manifest.parameters)
    .filter(([, { secret }]) => !secret)
    .map(([name]) => ({ value: `${name}=`, help: parameters[name]?.label ?? '' }))
}
