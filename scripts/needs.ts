/** Machine requirements of tests: the only reasons for which `npm test` accepts skipped tests. */
import { spawnSync } from 'node:child_process'
import { canHaveEngine } from './engine/install.ts'
import { browserPath } from './picture/browser.ts'

interface Requirement {
  /** What is missing where a test is skipped, as the end of the check reports it. */
  lack: string
  isMet(): boolean
}

const isWindows = process.platform === 'win32'

const shell = (name: string): Requirement => ({
  lack: `${name} is not installed`,
  isMet: () => spawnSync(name, ['-c', ':']).status === 0,
})

const REQUIREMENTS = {
  bash: shell('bash'),
  zsh: shell('zsh'),
  fish: shell('fish'),
  'full device': {
    lack: 'only Linux has /dev/full, a device without room',
    isMet: () => process.platform === 'linux',
  },
  chromium: {
    lack: 'chromium is not installed',
    isMet: () => browserPath() !== undefined,
  },
  PyYAML: {
    lack: 'python3 has no PyYAML',
    isMet: () => spawnSync('python3', ['-c', 'import yaml']).status === 0,
  },
  engine: {
    lack: 'python3 has no pip, which installs the Temporal server',
    isMet: () => canHaveEngine(),
  },
  proc: {
    lack: 'only Linux says in /proc when a process started',
    isMet: () => process.platform === 'linux',
  },
  root: {
    lack: 'only root can give a file to another user',
    isMet: () => process.getuid?.() === 0,
  },
  scripts: {
    lack: 'Windows does not start a script by its first line',
    isMet: () => !isWindows,
  },
} satisfies Record<string, Requirement>

/** One requirement of a test. */
export type Need = keyof typeof REQUIREMENTS

const known = new Map<string, string | undefined>()

/**
 * What this machine lacks for a need, as a clause; undefined when the need is met.
 *
 * @param need any text, as it comes out of a test's report; an unknown one is met by no machine's lack
 */
export function lackOf(need: string): string | undefined {
  if (known.has(need)) return known.get(need)
  const requirement = Object.hasOwn(REQUIREMENTS, need) ? REQUIREMENTS[need as Need] : undefined
  const lack = requirement?.isMet() === false ? requirement.lack : undefined
  known.set(need, lack)
  return lack
}
