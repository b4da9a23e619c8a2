/** The folders that an author's command works on. */
import { refuse } from '../../../contract/refuse.ts'
import { isInstalled } from '../../../integration/layout.ts'
import type { Call } from '../line/command.ts'
import { folderOf, isSeveral, rootsOf } from '../line/roots.ts'
import { pathOf } from '../process/io.ts'
import type { Member, Several } from './members.ts'

/** An author's command reads files and runs no integration. */
const openNone = (): Promise<never> => Promise.reject(refuse('It is built in and has no files here.'))

type Given = Pick<Call, 'options' | 'io'>

/**
 * Returns the folder of --root or SOAR_ROOT, else the one that the soar.yaml of the current folder names, else the current
 * folder: an author's command never changes an integration that was not named.
 *
 * @throws ActionError REQUEST_INVALID if there are several and --integration names none, or if it is an installed package
 */
export async function authorRoot(call: Given): Promise<string> {
  const { options, io } = call
  const several = await authorSeveral(call)
  if (!several) return folderOf(rootsOf(options.all('root'), io)) ?? pathOf(io, '.')
  const { members } = several
  const named = options.text('integration')
  const [first] = members
  if (named === undefined && members.length > 1) {
    const names = members.map(({ name }) => name).join(', ')
    throw refuse(`There are several integrations: ${names}. Name one with --integration.`)
  }
  const one = named === undefined ? first : several.member(named)
  if (one?.root === undefined || isInstalled(one.root)) {
    throw refuse(
      `The integration "${one?.name}" is installed or built in. Name the folder of its sources with --root.`,
    )
  }
  return one.root
}

/** Returns the integrations to check; undefined if there is one folder. Throws REQUEST_INVALID. */
export async function authorMembers(call: Given): Promise<readonly Member[] | undefined> {
  const several = await authorSeveral(call)
  const named = call.options.text('integration')
  return named === undefined || !several ? several?.members : [several.member(named)]
}

async function authorSeveral({ options, io }: Given): Promise<Several | undefined> {
  const roots = rootsOf(options.all('root'), io)
  return isSeveral(roots) ? (await import('./members.ts')).openSeveral(roots, openNone) : undefined
}
