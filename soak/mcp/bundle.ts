/** The bundle of the server, by the official validator. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeBundle } from '../../scripts/mcpb/bundle.ts'
import { repository } from '../../testing/own/repository.ts'
import type { Report } from '../part.ts'
import { mustRun, runProgram } from './program.ts'

const VALIDATOR = '@anthropic-ai/mcpb@2.1.2'

/** Installs the validator, unpacks the bundle with it and validates its manifest. */
export async function bundle(say: (line: string) => void): Promise<Report> {
  const folder = mkdtempSync(join(tmpdir(), 'soar-mcpb-'))
  try {
    const { name, bytes } = await makeBundle(repository)
    writeFileSync(join(folder, name), bytes)
    await mustRun('npm', ['install', '--no-audit', '--no-fund', '--prefix', folder, VALIDATOR], folder)
    const mcpb = join(folder, 'node_modules/.bin/mcpb')
    await mustRun(mcpb, ['unpack', name, 'unpacked'], folder)
    const { code, stdout, stderr } = await runProgram(mcpb, ['validate', 'unpacked/manifest.json'], folder)
    say(`bundle of ${Math.round(bytes.length / 1_000)} kB: ${stdout.trim().split('\n')[0]}`)
    return { cases: 1, broken: code === 0 ? [] : [`the bundle is not valid: ${stdout}${stderr}`] }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
