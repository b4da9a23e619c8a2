/** `soar rows` as a function: a table in, lines and summary out. */
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CliAnswer, type CliOptions, cli } from './cli.ts'

/** A line of the answer. */
export interface Line {
  has_error: boolean
  error: string | null
  error_code: string | null
  [field: string]: unknown
}

/** What one table run left behind. */
export interface RowsAnswer extends CliAnswer {
  lines: Line[]
  summary: Record<string, unknown>
}

/** Runs `soar rows` over a table given as text, or as rows. */
export async function rows(
  argv: readonly string[],
  table: string | readonly unknown[],
  options: CliOptions = {},
): Promise<RowsAnswer> {
  const stdin = typeof table === 'string' ? table : table.map((row) => `${JSON.stringify(row)}\n`).join('')
  const answer = await cli(['rows', ...argv], { stdin, ...options })
  const lines = answer.stdout.split('\n').filter((line) => line.startsWith('{'))
  const last = answer.stderr.trim().split('\n').at(-1) ?? ''
  return {
    ...answer,
    lines: lines.map((line) => JSON.parse(line)),
    summary: last.startsWith('{"summary"') ? JSON.parse(last).summary : {},
  }
}

/** A folder of its own, with files in it. */
export async function folderWith(files: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'soar-rows-test-'))
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
  return folder
}
