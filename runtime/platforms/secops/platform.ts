/** Google SecOps SOAR: actions, connectors, playbook steps, cases, packages. */
import type { Platform } from '../platform.ts'

export const secops: Platform = {
  id: 'secops',
  action: async () => (await import('./action.ts')).secopsAction,
  connector: async () => (await import('./connector.ts')).secopsConnector,
  request: (given) => {
    const file = given.text('step')
    if (file === undefined) return undefined
    return {
      address: async (options) => (await import('./step/file.ts')).addressOfStepFile(file, options),
      read: async (...rest) => (await import('./step/file.ts')).readStepFile(file, ...rest),
    }
  },
  callArguments: async (given) =>
    (await import('./case-arguments.ts')).caseArguments(
      scopesIn(given.all('scopes')),
      !given.has('no-case-arguments'),
    ),
  package: async () => (await import('./package/packaging.ts')).secopsPackages,
  options: {
    run: [
      {
        name: 'step',
        value: 'FILE',
        help: 'run a Google SecOps playbook step; standard input has the context for its placeholders',
        complete: 'file',
      },
    ],
    mcp: [
      {
        name: 'scopes',
        value: 'SCOPES',
        many: true,
        help: 'allowed values of the scope argument, separated by commas; default the two known ones',
      },
      {
        name: 'no-case-arguments',
        help: 'leave case_id and the other arguments about the case out of the tool descriptions; calls may still send them',
      },
    ],
    pack: [
      { name: 'date', value: 'YYYYMMDD', help: 'date in the file name; default today' },
      {
        name: 'node',
        value: 'FILE',
        help: 'Node binary for Linux on x86-64 to include in the package',
        complete: 'file',
      },
      {
        name: 'product',
        value: 'FOLDER',
        help: 'folder of the built product; default dist',
        complete: 'folder',
      },
      {
        name: 'source',
        value: 'FOLDER',
        help: "write the platform's source tree to this folder instead of a zip file",
        complete: 'folder',
      },
    ],
  },
}

const scopesIn = (words: readonly string[]): string[] =>
  words
    .flatMap((text) => text.split(','))
    .map((word) => word.trim())
    .filter((word) => word !== '')
