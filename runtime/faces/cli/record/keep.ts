/** `--record`, `--save-run` and `--replay` of one command line. */
import type { ActionError } from '../../../contract/errors.ts'
import { isRecord } from '../../../contract/json.ts'
import { type Phrase, phrase } from '../../../contract/phrases.ts'
import { cannotWrite, notPrivate, refuse, writeFault } from '../../../contract/refuse.ts'
import type { TransportParts } from '../../../http/transport.ts'
import { languageOf, writeWord } from '../../../i18n/sentences.ts'
import type { Integration } from '../../../integration/integration.ts'
import { fullId } from '../../../integration/several/ids.ts'
import type { Performed } from '../../../run/open-run.ts'
import type { RunOptions } from '../../../run/options.ts'
import { pseudonymise } from '../../../run/record/pseudonymise.ts'
import { type Perform, recordRun, withoutRun } from '../../../run/record/record-run.ts'
import { type Recording, writeRecording } from '../../../run/record/recording.ts'
import { performOn, replayRun } from '../../../run/record/replay-run.ts'
import { tryNew, writeNew } from '../../../safety/new-file.ts'
import type { Call, Options } from '../line/command.ts'
import { pathOf } from '../process/io.ts'
import { readRecording } from './read.ts'

/** What the options ask to be recorded and replayed. */
export interface Keeping {
  /** The request of a replayed run record. */
  readonly request: Record<string, unknown> | undefined
  /** The action of a replayed recording. */
  readonly action: string | undefined
  /** The same in full, with its integration. */
  readonly fullId: string | undefined
  /** Performs a run as the options ask. Throws REQUEST_INVALID. */
  run(integration: Integration, request: unknown, options: RunOptions, perform: Perform): Promise<Performed>
}

/** Files to write, by option. */
interface Target {
  option: 'record' | 'save-run'
  file: string
  path: string
}

/**
 * Reads the options and checks the files, before anything is sent.
 *
 * @throws ActionError REQUEST_INVALID for options that exclude each other and files that exist or cannot be read,
 *   STORAGE_FAILED for a file that cannot be written
 */
export async function openKeeping({ options, io }: Call): Promise<Keeping> {
  refuseCombinations(options)
  const source = options.text('replay')
  const recording = source === undefined ? undefined : await readRecording(source, io)
  const targets = (['record', 'save-run'] as const).flatMap((option): Target[] => {
    const file = options.text(option)
    return file === undefined ? [] : [{ option, file, path: pathOf(io, file) }]
  })
  for (const target of targets) await checkTarget(target)
  return {
    request: recording?.request,
    action: recording?.action,
    fullId: recording && fullId(recording.integration, recording.action),
    run: async (integration, request, runOptions, perform) => {
      if (isRecord(request) && request.dry_run === true) throw dryRun(options)
      let make = (): Recording | undefined => undefined
      const work = async (asked: unknown, given: RunOptions, parts: TransportParts): Promise<Performed> => {
        if (targets.length === 0) return performOn(perform)(asked, given, parts)
        const recorded = await recordRun(integration, asked, given, perform, parts)
        make = recorded.make
        return recorded.performed
      }
      const performed = recording
        ? await replayRun(integration, recording, request, runOptions, work)
        : await work(request, runOptions, {})
      const made = (): Recording | undefined => {
        const recorded = make()
        return recorded && options.has('pseudonymise') ? pseudonymise(recorded) : recorded
      }
      return targets.length === 0 ? performed : save(made, targets, performed)
    },
  }
}

function refuseCombinations(options: Options): void {
  const given = (name: string): boolean => options.text(name) !== undefined
  if (options.has('dry-run')) throw dryRun(options)
  if (options.has('pseudonymise') && !given('record') && !given('save-run'))
    throw refuse('--pseudonymise changes the file of --record or --save-run. Add one of them.')
  if (!given('replay')) return
  if (given('record'))
    throw refuse('--record cannot be used with --replay: nothing is sent that could be recorded.')
  if (given('connection'))
    throw refuse('--connection cannot be used with --replay: the configuration is the recorded one.')
}

function dryRun(options: Options): ActionError {
  const name = ['record', 'save-run', 'replay'].find((option) => options.text(option) !== undefined)
  return refuse(`--${name} cannot be used with a dry run, which sends no request.`)
}

async function checkTarget({ option, file, path }: Target): Promise<void> {
  const what = `the file ${file} of --${option}`
  let fault: Phrase | undefined
  try {
    fault = await tryNew(path)
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST')
      throw refuse(`${file} of --${option} exists, and a recording replaces no file. Name a new file.`, {
        cause,
      })
    throw cannotWrite(what, cause, 'Name a file in a folder of your own.')
  }
  if (fault) throw notPrivate(what, fault)
}

/** Writes the files. The run is over, so a file that cannot be written is a warning of its result and not a failure. */
async function save(
  make: () => Recording | undefined,
  targets: readonly Target[],
  performed: Performed,
): Promise<Performed> {
  const warnings: string[] = []
  for (const { option, file, path } of targets) {
    try {
      const made = make()
      if (made) await writeNew(path, writeRecording(option === 'record' ? withoutRun(made) : made))
    } catch (cause) {
      const language = await languageOf(performed.result.run.locale)
      const words = { file, fault: writeFault(cause) }
      warnings.push(writeWord(language, phrase('The recording {file} was not written: {fault}.', words)))
    }
  }
  if (warnings.length === 0) return performed
  const { result } = performed
  return { ...performed, result: { ...result, warnings: [...(result.warnings ?? []), ...warnings] } }
}
