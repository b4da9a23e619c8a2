/** `soar simulate`: a stand-in for the vendor, for demos and tests, until it is stopped. */

import { readFile } from 'node:fs/promises'
import { refuse } from '../../../contract/refuse.ts'
import type { IntegrationSpec } from '../../../integration/integration.ts'
import type { RunningSimulator, SimulatorStart } from '../../../integration/simulator.ts'
import type { Call, Command, Options } from '../line/command.ts'
import { type Io, pathOf, write } from '../process/io.ts'

export const command: Command = {
  name: 'simulate',
  summary: 'start a simulated tenant on 127.0.0.1',
  arguments: [],
  options: [
    { name: 'port', value: 'N', help: 'port to listen on; default 0, any free port' },
    { name: 'json', help: 'print one JSON line with addresses and credentials' },
    { name: 'latency', value: 'MS', help: 'delay of each response in milliseconds' },
    { name: 'seed-file', value: 'FILE', help: 'JSON file with additional data and faults', complete: 'file' },
    {
      name: 'tls-key',
      value: 'FILE',
      help: 'PEM file with the key for HTTPS',
      complete: 'file',
      mayShare: true,
    },
    {
      name: 'tls-cert',
      value: 'FILE',
      help: 'PEM file with the certificate for HTTPS',
      complete: 'file',
      mayShare: true,
    },
  ],
  examples: ['soar simulate --port 8300', 'soar simulate --port 0 --json', 'soar simulate --latency 200'],
  run: simulate,
}

async function simulate(call: Call): Promise<number> {
  const { io, options } = call
  const start = await readOptions(options, io)
  const { integration, simulator } = await call.open()
  if (!simulator) throw refuse(`${integration.spec.name} has no simulator.`)
  const { startSimulator } = await simulator()
  const stopped = new Promise<void>((done) => io.onStop?.(done))
  const running = await startSimulator(start).catch((cause: Error) => {
    throw refuse(`Cannot start the simulator: ${cause.message}`, { cause })
  })
  const { url, files_url, config } = running
  const env = Object.fromEntries(
    Object.entries(config).map(([kind, values]) => [kind, toEnvironment(values, integration.spec)]),
  )
  const text = options.has('json')
    ? `${JSON.stringify({ url, files_url, config, env })}\n`
    : humanText(running, env, integration.spec)
  await write(io.stdout, text)
  await stopped
  await running.close()
  return 0
}

async function readOptions(options: Options, io: Io): Promise<SimulatorStart> {
  const latency = options.text('latency')
  const seed = options.text('seed-file')
  // In turn, so that of two files that cannot be read the first one is named, always.
  const key = await readPem(options, 'tls-key', io)
  const cert = await readPem(options, 'tls-cert', io)
  if ((key === undefined) !== (cert === undefined))
    throw refuse('--tls-key and --tls-cert must be used together.')
  return {
    port: wholeNumber('port', options.text('port') ?? '0', 65_535),
    ...(latency === undefined
      ? {}
      : { latency_ms: wholeNumber('latency', latency.replace(/ms$/, ''), 600_000) }),
    ...(seed === undefined ? {} : { seed_file: pathOf(io, seed) }),
    ...(key === undefined || cert === undefined ? {} : { tls: { key, cert } }),
  }
}

function wholeNumber(name: string, text: string, most: number): number {
  const number = Number(text)
  if (/^\d+$/.test(text) && number <= most) return number
  throw refuse(`--${name} must be a whole number from 0 to ${most}; got "${text.slice(0, 40)}".`)
}

async function readPem(options: Options, name: string, io: Io): Promise<string | undefined> {
  const file = options.text(name)
  if (file === undefined) return undefined
  const text = await readFile(pathOf(io, file), 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw refuse(`Cannot read ${file} of --${name} (${cause.code}).`, { cause })
  })
  if (text.includes('-----BEGIN ')) return text
  throw refuse(`${file} of --${name} is not in PEM format: it has no line that starts with "-----BEGIN ".`)
}

type Variables = Record<string, string>

/** A configuration as environment variables. */
function toEnvironment(config: Variables, spec: IntegrationSpec): Variables {
  const entries = Object.entries(config).flatMap(([name, value]) => {
    const variable = spec.config[name]?.env
    return variable === undefined ? [] : [[variable, value]]
  })
  return Object.fromEntries(entries)
}

/** Addresses, and each kind of credentials as the environment of an example command. */
function humanText(
  { url, files_url }: RunningSimulator,
  env: Record<string, Variables>,
  spec: IntegrationSpec,
): string {
  const blocks = Object.entries(env).map(([kind, variables]) => {
    const lines = Object.entries(variables).map(([name, value]) => `  export ${name}=${quote(value)}\n`)
    return `Credentials, ${kind}:\n${lines.join('')}\n`
  })
  const head = `A simulated ${spec.vendor} tenant answers at ${url}\nFiles are at ${files_url}\n\n`
  const tail = `Paste the lines of one kind into another shell, then try there:\n  soar run ${spec.check}\n\nCtrl-C stops it.\n`
  return `${head}${blocks.join('')}${tail}`
}

const quote = (value: string): string =>
  /^[\w./:@-]+$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`
