/** A client that openapi-typescript generates from the description of the built server, compiled strictly and run. */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { mustRun, runProgram } from '../mcp/program.ts'
import type { PartOptions, Report } from '../part.ts'
import type { Server } from '../serve/server.ts'

/** Generates, compiles and runs the client; needs npm and its registry. */
export async function generatedClient(
  { url, token }: Pick<Server, 'url' | 'token'>,
  { say }: Pick<PartOptions, 'say'>,
): Promise<Report> {
  const folder = mkdtempSync(join(tmpdir(), 'soar-api-client-'))
  try {
    cpSync(join(import.meta.dirname, 'client'), folder, { recursive: true })
    const description = await fetch(`${url}/openapi.json`, { headers: { authorization: `Bearer ${token}` } })
    writeFileSync(join(folder, 'openapi.json'), await description.text())
    await mustRun('npm', ['ci', '--no-audit', '--no-fund'], folder)
    const bin = join(folder, 'node_modules/.bin')
    await mustRun(join(bin, 'openapi-typescript'), ['openapi.json', '-o', 'api.gen.d.ts'], folder)
    const compiled = await runProgram(join(bin, 'tsc'), ['-p', '.'], folder)
    if (compiled.code !== 0)
      return {
        cases: 1,
        broken: compiled.stdout
          .trim()
          .split('\n')
          .map((line) => `generated client: ${line}`),
      }
    const { main } = (await import(pathToFileURL(join(folder, 'program.ts')).href)) as {
      main(url: string, token: string): Promise<Report>
    }
    const report = await main(url, token)
    say(`${report.cases} checks of a generated client, ${report.broken.length} do not hold`)
    return report
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
