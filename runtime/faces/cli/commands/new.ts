/**
 * `soar new`: the first files of an action.
 *
 * It creates only new files, and regenerates the generated ones.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { faultOfArea, faultOfId } from '../../../authoring/check/files.ts'
import { isProduct, writeFiles } from '../../../authoring/generate/generate.ts'
import { isRestClient, type RestAction, restScaffold, tryIt } from '../../../authoring/rest/rest.ts'
import { scaffold } from '../../../authoring/scaffold.ts'
import { surveyIntegration } from '../../../authoring/survey.ts'
import { titleOf } from '../../../integration/areas.ts'
import { manifestPath } from '../../../integration/layout.ts'
import type { Manifest } from '../../../integration/manifest.ts'
import { writeFinding } from '../../../integration/yaml/yaml.ts'
import type { Command } from '../line/command.ts'
import { readChoice } from '../line/read-options.ts'
import type { Io } from '../process/io.ts'
import { authorRoot } from '../several/author-roots.ts'
import { genCommand } from './gen.ts'

/** Options of `soar new`. */
export interface NewOptions {
  /** Folder of the integration. */
  root: string
  id: string
  /** Folder of the product area that it belongs to; default: none. */
  area?: string
  /** Display name; default: the id in words. */
  name?: string
  /** read (default), write or destructive. */
  effect?: Manifest['effect']
  connector?: boolean
  /** A read of several things rather than of one. */
  list?: boolean
}

const EFFECTS = ['read', 'write', 'destructive'] as const satisfies Manifest['effect'][]

/** Runs `soar new`; returns the exit code. Throws INTEGRATION_INVALID if the root does not contain an integration. */
export async function newCommand(options: NewOptions, io: Pick<Io, 'stdout' | 'stderr'>): Promise<number> {
  const { root, id, area, name = titleOf(id), effect = 'read', connector = false, list = false } = options
  const survey = await surveyIntegration(root)
  const { spec } = survey.integration
  const same = survey.manifests.find((action) => action.id === id && action.area !== area)
  const fault =
    (area === undefined ? undefined : faultOfArea(area)) ??
    faultOfId(
      id,
      survey.manifests.map((action) => action.id),
    ) ??
    (same && `"${id}" is the id of ${same.yaml.file}. Ids are unique across areas: choose another id.`)
  if (fault !== undefined || name.trim() === '') {
    io.stderr.write(`soar: ${fault ?? 'The name is empty. Give one, or leave --name out.'}\n`)
    return 2
  }
  if (survey.findings.length || !spec) {
    for (const finding of survey.findings) io.stderr.write(`${writeFinding(finding)}\n`)
    io.stderr.write(
      'soar: nothing was written. Correct these first: the types are made from every manifest.\n',
    )
    return 1
  }
  const model = survey.manifests.some((action) => action.id === spec.check) ? spec.check : 'another action'
  const kind = connector ? 'connector' : 'action'
  const action: RestAction = { id, ...(area === undefined ? {} : { area }), name, effect, kind, list }
  const { client, vendor } = spec
  const rest = await hasRestClient(survey.root, client)
  const files = rest
    ? restScaffold(action, { client, vendor, tested: survey.tested })
    : scaffold(action, { client, model, schemas: isProduct(survey.root), tested: survey.tested })
  const taken = Object.keys(files).filter(survey.has)
  if (taken.length) {
    io.stderr.write(`soar: ${taken.join(', ')} already exists. Choose another id. Nothing was written.\n`)
    return 1
  }
  await writeFiles(survey.root, files)
  for (const path of Object.keys(files)) io.stdout.write(`wrote ${path}\n`)
  const generated = await genCommand({ root }, io)
  const others = spec.locales.slice(1).map((locale) => manifestPath({ id, area }, locale))
  if (others.length) io.stdout.write(`Next: translate its texts in ${others.join(', ')}.\n`)
  io.stdout.write(
    `Run it: ${rest ? tryIt(action) : `soar run ${id}${connector ? '' : ' --param name=first'}`}\n`,
  )
  return generated
}

/** Whether the client of an integration has the methods that actions with a call need; otherwise they answer their input. */
async function hasRestClient(root: string, client: string): Promise<boolean> {
  const source = await readFile(join(root, `${client}.ts`), 'utf8').catch(() => '')
  return isRestClient(source)
}

export const command: Command = {
  name: 'new',
  summary: 'create an action: manifest, module and test',
  arguments: [{ name: 'id', help: 'id of the new action, such as get-thing, or area/id', required: true }],
  options: [
    { name: 'name', value: 'TEXT', help: 'display name; default from the id' },
    { name: 'effect', value: 'WHAT', help: 'read (default), write or destructive', complete: EFFECTS },
    { name: 'list', help: 'create a read of several things rather than of one' },
    { name: 'connector', help: 'create a connector, which fetches alerts and keeps its state' },
  ],
  examples: [
    'soar new get-thing',
    'soar new list-things --list',
    'soar new inventory/get-thing',
    'soar new block-thing --effect write --name "Block a Thing"',
  ],
  run: async (call) => {
    const {
      args: [given = ''],
      options,
      io,
    } = call
    const slash = given.lastIndexOf('/')
    const id = given.slice(slash + 1)
    const area = slash < 0 ? undefined : given.slice(0, slash)
    const name = options.text('name')
    const effect = readChoice(options, 'effect', EFFECTS)
    return newCommand(
      {
        root: await authorRoot(call),
        id,
        ...(area === undefined ? {} : { area }),
        connector: options.has('connector'),
        list: options.has('list'),
        ...(name === undefined ? {} : { name }),
        ...(effect === undefined ? {} : { effect }),
      },
      io,
    )
  },
}
