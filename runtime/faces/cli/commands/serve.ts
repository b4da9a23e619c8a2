/** `soar serve`: the HTTP API and the page. */
import { join, resolve } from 'node:path'
import { refuse } from '../../../contract/refuse.ts'
import { createLog } from '../../../safety/log.ts'
import { createRedactor } from '../../../safety/redact.ts'
import { openAudit } from '../../../service/audit.ts'
import { makeOffers } from '../../../service/offers.ts'
import type { Call, Command, Options } from '../line/command.ts'
import { connectionOptions, localeOption, logLevelOption } from '../line/options.ts'
import { readLogLevel } from '../line/read-options.ts'
import { pathOf } from '../process/io.ts'
import { write } from '../process/output.ts'
import { readServerDoor } from '../serving/door.ts'
import { openMcp } from '../serving/mcp.ts'
import {
  admissionOptions,
  historyOptions,
  policyOptions,
  readPolicy,
  readToolsets,
  signInOptions,
  toolsetOption,
} from '../serving/options.ts'
import { openAll, serverLocale, stopped, warnAboutConfig } from '../serving/served.ts'
import { tenantsOf } from '../serving/tenants.ts'

export const command: Command = {
  name: 'serve',
  summary: 'serve the page and the HTTP API',
  arguments: [],
  options: [
    {
      name: 'listen',
      value: 'ADDRESS:PORT',
      help: 'address to listen on; default 127.0.0.1:8400; port 0 is any free port',
    },
    { name: 'json', help: 'print one JSON line with the address and a token instead of a link' },
    ...admissionOptions,
    ...policyOptions,
    { ...toolsetOption, help: `/mcp: ${toolsetOption.help}` },
    ...historyOptions,
    ...signInOptions,
    {
      name: 'metrics',
      value: 'ADDRESS:PORT',
      help: 'serve /metrics there without sign-in; at the main address it needs the scope metrics',
    },
    { name: 'allow-config', help: 'accept a configuration in requests; without it they name a connection' },
    {
      name: 'require-plan',
      help: 'require a plan before each write also from programs; people always need one',
    },
    {
      name: 'runs-per-minute',
      value: 'N',
      help: 'runs that one caller may start per minute, default 120; ten times as many plans and other requests',
    },
    {
      name: 'audit-log',
      value: 'FILE',
      help: 'append one JSON line per run, refusal, settlement and sign-in to this audit log',
      complete: 'file',
    },
    ...connectionOptions,
    localeOption,
    logLevelOption,
  ],
  examples: [
    'soar serve',
    'soar serve --connection acme --read-only',
    'soar serve --listen 127.0.0.1:0 --json',
    'soar serve --listen 0.0.0.0:8400 --allow-host soar.example.com --token-env SOC_TOKEN=read,write',
  ],
  run: serve,
}

async function serve(call: Call): Promise<number> {
  const { io, options } = call
  const { listen, door, token, metrics } = await readServerDoor(options, io)
  const redactor = createRedactor()
  const log = await createLog(readLogLevel(options, io, 'info'), redactor, (line) => io.stderr.write(line))
  for (const one of door.tokens) log.secret(one.token)
  const file = options.text('audit-log')
  const audit =
    file === undefined
      ? undefined
      : await openAudit(pathOf(io, file), redactor.redact, (reason) =>
          log.line('error', { reason }, 'The audit log cannot be written.'),
        )
  const opened = await openAll(call)
  const policy = { ...readPolicy(options, io.env), connectors: true }
  const integrations = opened.opened.map(({ integration }) => integration)
  const served = integrations.map((integration) => ({ integration }))
  // Every run of the server is allowed what its operator allows.
  const env = policy.experimental ? { ...io.env, SOAR_EXPERIMENTAL: 'yes' } : io.env
  const tenants = (await tenantsOf(call, integrations, log)).map((tenant) => ({ ...tenant, env }))
  for (const tenant of tenants) warnAboutConfig(tenant, log)
  const locale = serverLocale(call, integrations)
  const offers = await makeOffers(served, opened.broken, policy, locale)
  for (const fault of offers.faults) log.line('warn', {}, fault)
  const { openHistory } = await import('../serving/history.ts')
  const history = await openHistory(call, tenants, { log, locale, ...(audit && { audit }) })
  const face = await import('../../mcp/index.ts')
  const { service } = history
  const parts = {
    opened,
    tenants,
    policy: { ...policy, ...readToolsets(options) },
    locale,
    log,
    runs: service,
    face,
    ...(audit && { audit }),
  }
  const mcp = await openMcp(call, parts)
  const { startServer } = await import('../../server/index.ts')
  const stopping = new AbortController()
  io.onStop?.(() => stopping.abort())
  const setup = {
    version: io.product?.version ?? 'development',
    listen,
    door,
    integrations,
    offers,
    tenants,
    locale,
    page: io.product ? join(io.product.dist, 'page') : resolve(import.meta.dirname, PAGE),
    log,
    ...(audit && { audit }),
    ...(file !== undefined && { auditFile: pathOf(io, file) }),
    runs: service,
    mcp,
    onRunEnd: history.onRunEnd,
    ...(metrics && { metrics }),
    allowConfig: options.has('allow-config'),
    ...readRate(options),
  }
  const greet = async (): Promise<void> => {
    const link = running.link()
    if (link !== undefined && token === undefined) await write(io.stdout, `${link}\n`)
  }
  const running = await startServer(setup, () => void greet())
  if (token !== undefined) await write(io.stdout, `${JSON.stringify({ url: running.url, token })}\n`)
  else if (running.link() === undefined) await write(io.stdout, `${running.url}\n`)
  else await greet()
  await stopped(stopping.signal)
  await running.close()
  await history.close()
  await audit?.close()
  return 0
}

function readRate(options: Options): { runsPerMinute?: number } {
  const text = options.text('runs-per-minute')
  if (text === undefined) return {}
  const runsPerMinute = Number(text)
  if (/^\d{1,7}$/.test(text) && runsPerMinute > 0) return { runsPerMinute }
  throw refuse(`--runs-per-minute must be a whole number from 1 to 9999999; got "${text.slice(0, 80)}".`)
}

/** The built page, seen from the sources. */
const PAGE = '../../../../dist/page'
