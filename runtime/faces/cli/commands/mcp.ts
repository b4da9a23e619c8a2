/** `soar mcp`: the actions as MCP tools over standard streams or HTTP. */
import { ActionError, toActionError } from '../../../contract/errors.ts'
import { refuse } from '../../../contract/refuse.ts'
import { chooseLocale } from '../../../i18n/choose-locale.ts'
import { english, writeError } from '../../../i18n/sentences.ts'
import { environmentSource, readConfig, secretsOf } from '../../../integration/config/config.ts'
import { noPrompts } from '../../../integration/prompts.ts'
import { callArguments, platformOptions } from '../../../platforms/registry.ts'
import { allowsExperimental } from '../../../run/prepare.ts'
import { createLog, type LogSink } from '../../../safety/log.ts'
import { createRedactor } from '../../../safety/redact.ts'
import { LARGEST_BUDGET, SMALLEST_BUDGET } from '../../../service/budget.ts'
import type { BrokenIntegration } from '../../../service/offers.ts'
import type { Served } from '../../../service/service.ts'
import type { Call, Command, Options } from '../line/command.ts'
import { connectionOptions, experimentalOption, localeOption, logLevelOption } from '../line/options.ts'
import { chosenConnection, readExperimental, readLocale, readLogLevel } from '../line/read-options.ts'
import { lookupOf, pathOf } from '../process/io.ts'
import type { Opened } from '../process/open.ts'
import { isGone, notWritten, put, write } from '../process/output.ts'
import type { RequestParts } from '../request/parts.ts'
import { connectionsByIntegration } from '../several/tenants.ts'

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
    {
      name: 'token-env',
      value: 'NAME',
      many: true,
      help: 'environment variable with a bearer token; required except on 127.0.0.1; the audit log records its name',
    },
    {
      name: 'allow-host',
      value: 'HOST',
      many: true,
      help: 'additional Host name to accept',
    },
    { name: 'read-only', help: 'offer only read-only tools' },
    {
      name: 'allow',
      value: 'ACTIONS',
      many: true,
      help: 'offer only these actions, separated by commas',
      complete: 'action',
    },
    { name: 'deny', value: 'ACTIONS', many: true, help: 'do not offer these actions', complete: 'action' },
    { ...experimentalOption, help: 'offer experimental actions, too; default SOAR_EXPERIMENTAL' },
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
    'soar mcp --connection acme --audit calls.jsonl',
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
  for (const one of served) warnAboutConfig(one, log)
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
    const allow = listOption(options, 'allow')
    const core = await createCore({
      served,
      broken,
      locale: serverLocale(call, served),
      policy: {
        readOnly: options.has('read-only'),
        ...(allow.length > 0 ? { allow } : {}),
        experimental: allowsExperimental({ env: io.env, ...readExperimental(options) }),
        deny: listOption(options, 'deny'),
        yesWrites: options.has('yes-writes'),
      },
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

const listOption = (options: Options, name: string): string[] =>
  options
    .all(name)
    .flatMap((text) => text.split(','))
    .map((word) => word.trim())
    .filter((word) => word !== '')

/** The integrations to serve, each with its tenant. One that cannot be loaded is broken, unless it is the only one. */
async function servedOf(call: Call): Promise<{ served: Served[]; broken: BrokenIntegration[] }> {
  const several = await call.several()
  if (!several)
    return { served: [await serve(call, await call.open(), chosenConnection(call.options))], broken: [] }
  const connections = await connectionsByIntegration(call, several)
  const served: Served[] = []
  const broken: BrokenIntegration[] = []
  for (const { name, ids, open } of several.members) {
    const opened = await open().catch((thrown: unknown) => toActionError(thrown))
    if (opened instanceof ActionError) {
      if (several.members.length === 1) throw opened
      broken.push({ name, ids, reason: writeError(english, opened) })
    } else served.push(await serve(call, opened, connections.get(name)))
  }
  return { served, broken }
}

async function serve(
  { io }: Call,
  { integration, prompts }: Opened,
  chosen: RequestParts['connection'],
): Promise<Served> {
  const own = { integration, prompts: (await prompts?.()) ?? noPrompts, env: io.env }
  if (chosen === undefined) return { ...own, config: [], names: {} }
  const { connectionSource, readConnection } = await import('../../../integration/config/connections.ts')
  const connection = await readConnection(chosen.name, integration, lookupOf(io, chosen.file))
  return { ...own, config: [connectionSource(connection)], names: connection.reference_values }
}

/** A language that one of the integrations has; the others use their first one. */
function serverLocale({ options, io }: Call, served: readonly Served[]): string {
  const locales = [...new Set(served.flatMap(({ integration }) => integration.spec.locales))]
  return chooseLocale(locales, readLocale(options.text('locale'), locales), io.env)
}

/** Configuration problems are reported at startup and again by each call: a client shows only the latter. */
function warnAboutConfig({ integration, config, env }: Served, log: LogSink): void {
  try {
    const sources = [...config, environmentSource(integration.spec.config, env, integration.among?.variables)]
    const complete = readConfig(integration, sources)
    for (const secret of secretsOf(integration.spec.config, complete)) log.secret(secret)
  } catch (thrown) {
    log.line('warn', {}, writeError(english, toActionError(thrown)))
  }
}

const stopped = (signal: AbortSignal): Promise<void> =>
  new Promise((done) => {
    if (signal.aborted) done()
    signal.addEventListener('abort', () => done(), { once: true })
  })
