/**
 * `npm start`: demonstrates the product on a simulated tenant.
 *
 * Every action runs the way a playbook engine runs it: one process, a request as JSON on standard input, a result as JSON on
 * standard output.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { relative, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import type { Request } from '../runtime/contract/request.ts'
import type { Result } from '../runtime/contract/result.ts'
import { view } from '../runtime/faces/cli/screen/case-wall.ts'
import { cleanEnvironment } from './clean-environment.ts'

const root = resolve(import.meta.dirname, '..')
const product = resolve(root, 'dist/soar.js')

/** The command with which the caller starts this Node: one that the launcher installed is not in their PATH. */
const node = process.execPath.startsWith(root) ? relative(root, process.execPath) : 'node'

interface Simulator {
  url: string
  /** Environment of a run, by kind of credentials. */
  env: { api2: Record<string, string> }
  child: ChildProcess
}

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

const say = (text: string): void => {
  process.stdout.write(text)
}

async function startSimulator(): Promise<Simulator> {
  const args = [product, 'simulate', '--port', '0', '--json']
  const child = spawn(process.execPath, args, {
    env: cleanEnvironment(),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  for await (const line of createInterface({ input: child.stdout })) {
    return { ...JSON.parse(line), child }
  }
  throw new Error('The simulator ended before it had begun.')
}

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

async function play({ url, env }: Simulator): Promise<void> {
  const how = {
    columns: process.stdout.columns ?? 100,
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
  say(`
That was the demo; its tenant ends with it. To go on by yourself:

Keep a tenant running; it prints what to set in another shell, where the commands above then work:
  ${node} dist/soar.js simulate

See all actions, and one of them with a request to start from:
  ${node} dist/soar.js list
  ${node} dist/soar.js show block-sender
`)
}

const simulator = await startSimulator()
try {
  await play(simulator)
} finally {
  simulator.child.kill()
}
