/** The package for a marketplace: made where secrets lie about, it holds none. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Integration } from '../../runtime/integration/integration.ts'
import { product, repository } from '../../testing/own/repository.ts'
import { runNode } from '../../testing/process.ts'
import type { Report } from '../part.ts'
import { leaksIn } from './canaries.ts'
import { configsFor, planted } from './scenarios.ts'

/** Packs the integration with every secret in the environment, and looks through every file. Needs the built product. */
export async function packageLeaks({ spec }: Integration): Promise<Report> {
  const folder = mkdtempSync(join(tmpdir(), 'soar-package-'))
  try {
    const configs = Object.values(configsFor('http://127.0.0.1:9')).flatMap(Object.entries)
    const env = Object.fromEntries(configs.map(([field, value]) => [spec.config[field]?.env ?? field, value]))
    const args = [
      'pack',
      '--root',
      repository,
      '--product',
      join(repository, 'dist'),
      '--source',
      join(folder, 'out'),
    ]
    const { code, stdout, stderr } = await runNode(product, args, { env })
    if (code !== 0) return { cases: 1, broken: [`pack ended with ${code}: ${stdout}${stderr}`] }
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    )
    const broken = files.flatMap(({ parentPath, name }) => {
      const text = readFileSync(join(parentPath, name), 'latin1')
      return Object.values(planted).flatMap((canary) =>
        leaksIn(text, canary).map((leak) => `package, ${name}: ${leak}`),
      )
    })
    return { cases: files.length, broken: files.length > 10 ? broken : [...broken, 'the package is empty'] }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
