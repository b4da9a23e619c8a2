/** Integrations in a folder of the test's own, and the author's commands on them. */
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { echoRoot } from './echo.ts'
import { repository } from './sources.ts'

/** A folder that only this test knows. */
export interface Folder {
  root: string
  read(path: string): string
  has(path: string): boolean
  write(path: string, text: string): void
  /** Replaces a text that must be there. */
  edit(path: string, from: string, to: string): void
  remove(path: string): void
  /** Every file, sorted. */
  files(): string[]
}

/** A new folder with these files, deleted when the test ends. */
export function folderWith(files: Record<string, string>): Folder {
  const root = mkdtempSync(join(tmpdir(), 'soar-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  const folder: Folder = {
    root,
    read: (path) => readFileSync(join(root, path), 'utf8'),
    has: (path) => existsSync(join(root, path)),
    write: (path, text) => {
      mkdirSync(dirname(join(root, path)), { recursive: true })
      writeFileSync(join(root, path), text)
    },
    edit: (path, from, to) => {
      const text = folder.read(path)
      if (!text.includes(from)) throw new Error(`${path} does not contain ${from}`)
      folder.write(path, text.replace(from, to))
    },
    remove: (path) => rmSync(join(root, path), { recursive: true }),
    files: () =>
      readdirSync(root, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
        .sort(),
  }
  for (const [path, text] of Object.entries(files)) folder.write(path, text)
  return folder
}

/** A copy of the echo integration in which nothing is wrong. */
export function copyEcho(): Folder {
  const folder = folderWith({})
  cpSync(echoRoot, folder.root, { recursive: true })
  for (const path of folder.files().filter((name) => /^manifests\/[^/]+\.yaml$/.test(name))) {
    const text = folder.read(path)
    if (!/^permissions:/m.test(text)) folder.write(path, `${text}\npermissions: []\n`)
  }
  // Away from the repository the sdk has another path.
  for (const path of folder.files().filter((name) => name.endsWith('.ts'))) {
    const text = folder.read(path)
    const moved = text.replaceAll(
      /'(?:\.\.\/)+runtime\/sdk\/index\.ts'/g,
      `'${join(repository, 'runtime/sdk/index.ts')}'`,
    )
    if (moved !== text) folder.write(path, moved)
  }
  return folder
}

/** What a command wrote, and its exit code. */
export interface Said {
  code: number
  out: string
  err: string
}

/** Runs a command function with streams that keep what is written. */
export async function say<O>(
  command: (options: O, io: { stdout: Sink; stderr: Sink }) => Promise<number>,
  options: O,
): Promise<Said> {
  const out: string[] = []
  const err: string[] = []
  const code = await command(options, { stdout: { write: keep(out) }, stderr: { write: keep(err) } })
  return { code, out: out.join(''), err: err.join('') }
}

interface Sink {
  write(text: string): unknown
}

const keep = (into: string[]) => (text: string) => into.push(text)
