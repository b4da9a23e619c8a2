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
      read: async (...rest) => (await import('./step/file.ts')).readStepFile(file, ...rest),
    }
  },
  callArguments: async (given) =>
    (await import('./case-arguments.ts')).caseArguments(scopesIn(given.all('scopes'))),
  package: async () => (await import('./package/packaging.ts')).secopsPackages,
  options: {
    run: [
      {
        name: 'step',
        value: 'FILE',
        help: 'run a playbook step of Google SecOps; standard input has the context of its placeholders',
        complete: 'file',
      },
    ],
    mcp: [
      {
        name: 'scopes',
        value: 'SCOPES',
        many: true,
        help: 'what the argument scope may be, separated by commas; default the two that are known',
      },
    ],
    pack: [
      { name: 'date', value: 'YYYYMMDD', help: "day in the file's name; default: today" },
      {
        name: 'node',
        value: 'FILE',
        help: 'a Node for Linux on x86-64 to travel in the package',
        complete: 'file',
      },
      { name: 'product', value: 'FOLDER', help: 'the built product; default: dist', complete: 'folder' },
      {
        name: 'source',
        value: 'FOLDER',
        help: "write the platform's source tree there instead of a zip file",
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
