/** The product as people get it: packed, and installed in an empty folder without a network. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { findNpm } from '../../scripts/launch/npm.mjs'
import { repository } from '../../testing/own/repository.ts'
// Builds the product first, where the sources have changed.
import './soar.ts'

const npm = findNpm(process.env, process.execPath)

/** An environment without the settings of the npm that runs the tests, and without a registry. */
const env = { PATH: process.env.PATH, HOME: tmpdir(), NO_COLOR: '1', npm_config_offline: 'true' }

/** A folder in which the package is installed. */
export interface Installed {
  folder: string
  write(path: string, content: string): void
  /** Runs Node in the folder, or in one below it, and returns what it prints. Throws if it fails. */
  node(args: readonly string[], below?: string): string
  /** Makes packages of the repository available, as if they were installed. */
  link(...packages: string[]): void
}

/** Packs the built product and installs it in an empty folder. */
export function installPacked(): Installed {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'soar-packed-')))
  const run = (args: readonly string[], cwd: string) =>
    execFileSync(process.execPath, args, { cwd, env, encoding: 'utf8', stdio: 'pipe' })
  const packed = run([npm, 'pack', '--ignore-scripts', '--silent', '--pack-destination', folder], repository)
  const installed: Installed = {
    folder,
    write(path, content) {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), content)
    },
    node: (args, below = '.') => run(args, join(folder, below)),
    link(...packages) {
      for (const name of packages) {
        const place = join(folder, 'node_modules', name)
        mkdirSync(dirname(place), { recursive: true })
        symlinkSync(realpathSync(join(repository, 'node_modules', name)), place, 'junction')
      }
    },
  }
  installed.write('package.json', '{ "private": true, "type": "module" }\n')
  const quiet = ['--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error']
  run([npm, 'install', ...quiet, join(folder, packed.trim())], folder)
  return installed
}
