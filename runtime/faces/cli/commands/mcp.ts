/** `soar mcp`: the actions as MCP tools over standard streams or HTTP. */
import { refuse } from '../../../contract/refuse.ts'
import { callArguments, platformOptions } from '../../../platforms/registry.ts'
import { createLog } from '../../../safety/log.ts'
import { createRedactor } from '../../../safety/redact.ts'
import { LARGEST_BUDGET, SMALLEST_BUDGET } from '../../../service/budget.ts'
import type { Call, Command, Options } from '../line/command.ts'
import { connectionOptions, localeOption, logLevelOption } from '../line/options.ts'
import { readLogLevel } from '../line/read-options.ts'
import { pathOf } from '../process/io.ts'
import { isGone, notWritten, put, write } from '../process/output.ts'
import {
  admissionOptions,
  policyOptions,
  readPolicy,
  readToolsets,
  toolsetOption,
} from '../serving/options.ts'
import { servedOf, serverLocale, stopped, tenantsIn, warnAboutConfig } from '../serving/served.ts'

export const command: Command = {
  name: 'mcp',
  summary: 'serve actions as MCP tools (Model Context Protocol)',
  arguments: [],
  readsInput: (options) => options.text('http') === undefined,
  options: [
    {
      name: 'http',
      value: 'ADDRESS:PORT',
      help: 'serve streamable HTTP at this address instead of standard input and output',
    },
    ...admissionOptions,
    toolsetOption,
    ...policyOptions,
    {
      name: 'yes-writes',
      help: 'allow changes without confirmation if the client cannot ask a person',
    },
    {
      name: 'audit',
      value: 'FILE',
      help: 'append one JSON line per call to this audit log',
      complete: 'file',
    },
    {
      name: 'max-characters',
      value: 'NUMBER',
      help: 'maximum size of one answer in characters; default 20000; the rest can be read with further calls',
    },
    ...platformOptions('mcp'),
    ...connectionOptions,
    localeOption,
    logLevelOption,
  ],
  examples: [
    'soar mcp --read-only',
    'soar mcp --toolset triage --toolset investigation',
    'soar mcp --connection acme --audit calls.jsonl',
    'soar mcp --connection acme --connection globex',
    'soar mcp --http 127.0.0.1:8300',
    'soar mcp --http 0.0.0.0:8300 --allow-host soar.example.com --token-env SOC_TOKEN',
  ],
  run: mcp,
}

/** For a person who starts the server by hand. */
const HINT =
  'soar mcp: waiting for a client on standard input. Configure this command in your MCP client; press Ctrl-C to stop.\n'

async function mcp(call: Call): Promise<number> {
  const { io, options } = call
  const http = await httpOptions(call)
  const redactor = createRedactor()
  const log = await createLog(readLogLevel(options, io, 'info'), redactor, (line) => io.stderr.write(line))
  for (const { token } of http?.tokens ?? []) log.secret(token)
  const { served, broken } = await servedOf(call)
  for (const one of served.flatMap(tenantsIn)) warnAboutConfig(one, log)
  const file = options.text('audit')
  const budget = budgetOf(options)
  const { createCore, openAudit, serveHttp, serveStdio, closeSessions } = await import('../../mcp/index.ts')
  const audit =
    file === undefined
      ? undefined
      : await openAudit(pathOf(io, file), redactor.redact, (reason) =>
          log.line('error', { reason }, 'The audit log cannot be written.'),
        )
  try {
    const core = await createCore({
      served,
      broken,
      locale: serverLocale(
        call,
        served.map(({ integration }) => integration),
      ),
      policy: { ...readPolicy(options, io.env), ...readToolsets(options) },
      callArguments: await callArguments(options),
      ...(audit ? { audit } : {}),
      ...(budget === undefined ? {} : { budget }),
      log,
    })
    for (const fault of core.offers.faults) log.line('warn', {}, fault)
    const stopping = new AbortController()
    io.onStop?.(() => stopping.abort())
    if (http === undefined) {
      if (io.isTTY.stdin) await put(io.stderr, HINT)
      let fault: Awaited<ReturnType<typeof put>>
      // Answers can no longer be delivered: no further calls are carried out.
      const writeAnswer = async (text: string): Promise<void> => {
        fault ??= await put(io.stdout, text)
        if (fault) stopping.abort()
      }
      await serveStdio(core, { input: io.stdin, write: writeAnswer }, stopping.signal)
      if (fault && !isGone(fault)) throw notWritten(fault)
    } else {
      const running = await serveHttp(core, http)
      await write(io.stdout, `${running.url}\n`)
      await stopped(stopping.signal)
      await running.close()
    }
  } finally {
    await Promise.all(served.map(({ integration }) => closeSessions(integration)))
    await audit?.close()
  }
  return 0
}

async function httpOptions({ options, io }: Call) {
  const address = options.text('http')
  const [variables, hosts] = [options.all('token-env'), options.all('allow-host')]
  if (address !== undefined) {
    return (await import('../../../service/admission.ts')).readHttpOptions(address, variables, hosts, io.env)
  }
  if (variables.length === 0 && hosts.length === 0) return undefined
  const reason = '--token-env and --allow-host require --http.'
  throw refuse(reason)
}

/** The value of --max-characters. A larger answer would not fit into one message. */
function budgetOf(options: Options): number | undefined {
  const given = options.text('max-characters')
  if (given === undefined) return undefined
  const number = /^\d{1,7}$/.test(given) ? Number(given) : 0
  if (number >= SMALLEST_BUDGET && number <= LARGEST_BUDGET) return number
  const range = `from ${SMALLEST_BUDGET} to ${LARGEST_BUDGET}`
  throw refuse(`--max-characters must be a whole number ${range}; got "${given.slice(0, 40)}".`)
}
