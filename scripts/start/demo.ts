/**
 * The demonstration on the command line.
 *
 * Every action runs the way a playbook engine runs it: one process, a request as JSON on standard input, a result as JSON on
 * standard output.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Request } from '../../runtime/contract/request.ts'
import type { Result } from '../../runtime/contract/result.ts'
import { view } from '../../runtime/faces/cli/screen/case-wall.ts'
import { cleanEnvironment } from '../clean-environment.ts'
import { node, product, type Simulator, say } from './product.ts'

interface Scene {
  title: string
  request: Request
  /** Expected to fail. */
  fails?: true
}

const scenes: readonly Scene[] = [
  { title: 'Does the connection work?', request: { action: 'ping' } },
  {
    title: 'Stop a sender.',
    request: {
      action: 'block-sender',
      parameters: { recipient: 'alice@corp.example' },
      templates: { sender: '{{ context.event.from | lower }}' },
      context: { event: { from: 'Mallory@Evil.example' } },
    },
  },
  {
    title: 'Look for mail in the archive.',
    request: {
      action: 'simple-archive-search',
      parameters: {
        time_frame: 'Last 24 Hours',
        fields_to_return: 'receiveddate,displayfrom,displayto,subject',
        max_emails_to_return: 5,
      },
    },
  },
  {
    title: 'And a mistake: the answer says what is wrong, and nothing is sent.',
    fails: true,
    request: {
      action: 'block-sender',
      parameters: { sendr: 'mallory@evil.example', recipient: 'alice@corp.example' },
    },
  },
]

async function runScene({ request }: Scene, env: NodeJS.ProcessEnv): Promise<Result> {
  const child = spawn(process.execPath, [product, 'run'], {
    env: { ...env, SOAR_LOG: 'warn' },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  child.stdin.end(JSON.stringify(request))
  const chunks: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
  await once(child, 'close')
  return JSON.parse(Buffer.concat(chunks).toString('utf8'))
}

/** Runs four actions as a playbook engine does, and shows each request and its answer. */
export async function runDemo({ url, env }: Simulator): Promise<void> {
  const how = {
    columns: process.stdout.columns || 100,
    colour: process.stdout.isTTY && !process.env.NO_COLOR,
  }
  say(`A simulated Mimecast tenant answers at ${url}.\n`)
  for (const [at, scene] of scenes.entries()) {
    const command = `echo '${JSON.stringify(scene.request)}' | ${node} dist/soar.js run`
    say(`\n${at + 1}. ${scene.title}\n\n$ ${command}\n\n`)
    const result = await runScene(scene, { ...cleanEnvironment(), ...env.api2 })
    say(view(result, how))
    if (result.is_success === (scene.fails === true)) process.exitCode = 1
  }
}
