import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { startSimulator } from '../../simulator/index.ts'

/** A request that goes through all that runs have in common, templates among them. */
const REQUEST = {
  action: 'block-sender',
  parameters: { recipient: 'alice@corp.example' },
  templates: { sender: '{{ context.event.from | lower }}' },
  context: { event: { from: 'Mallory@Evil.example' } },
}

/**
 * Runs the built product once against the simulator, on the Node of this process, so that it leaves its code cache and
 * is known to work.
 */
export async function warmUp(dist: string): Promise<void> {
  const simulator = await startSimulator()
  try {
    const config = { api_root: simulator.url, ...simulator.credentials.api2 }
    const env = { ...process.env, NODE_OPTIONS: '' }
    const soar = spawn(process.execPath, [join(dist, 'soar.js'), 'run'], { cwd: dist, env })
    soar.stdin.end(JSON.stringify({ ...REQUEST, config }))
    const [output, errors, [code]] = await Promise.all([
      text(soar.stdout),
      text(soar.stderr),
      once(soar, 'close'),
    ])
    if (code !== 0) throw new Error(`The built product does not run:\n${output}${errors}`)
    if (!existsSync(join(dist, 'cache'))) throw new Error('The built product left no code cache.')
  } finally {
    await simulator.close()
  }
}
