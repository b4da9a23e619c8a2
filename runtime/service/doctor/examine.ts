/** Checks one connection: configuration, network, credentials and permissions, step by step. */
import { codes } from '../../contract/codes.ts'
import { toActionError } from '../../contract/errors.ts'
import type { Json } from '../../contract/json.ts'
import type { Result } from '../../contract/result.ts'
import { english, writeError } from '../../i18n/sentences.ts'
import { readConfig, secretsOf } from '../../integration/config/config.ts'
import type { Integration } from '../../integration/integration.ts'
import { runAction } from '../../run/run-action.ts'
import { toPlain } from '../../safety/plain-data.ts'
import { createRedactor } from '../../safety/redact.ts'
import type { Bag } from '../../schema/parameters.ts'
import { configurationStep } from './configured.ts'
import { permissionsStep } from './permissions.ts'
import { probeHost } from './probe.ts'
import { testRole } from './rights.ts'
import { leastRole, type NeededPermission } from './role.ts'
import { type Report, type ReportedConnection, type Step, stepOf } from './step.ts'
import type { Subject } from './subject.ts'

/**
 * Runs the steps, each only if the previous ones succeeded. Nothing is changed: the check action reads. The caller closes the
 * sessions of the integration.
 *
 * @param subject finds what is checked; what it throws fails the step `configuration`
 * @param options `role`: test which of the permissions the credentials have, and report the least role
 */
export async function examine(
  integration: Integration,
  subject: () => Promise<Subject>,
  permissions: readonly NeededPermission[],
  options: { role?: boolean } = {},
): Promise<Report> {
  const redactor = createRedactor()
  const raw: Step[] = []
  const connections: ReportedConnection[] = []
  const found = async (): Promise<Subject> => {
    const one = await subject()
    if (one.connection) connections.push(one.connection)
    return one
  }
  const accepted = await take(integration, found, raw, redactor.add, options.role === true)
  let role = options.role ? leastRole(permissions) : undefined
  if (role && accepted) {
    const tested = await testRole(integration, accepted, role)
    role = tested.role
    raw.push(...tested.steps)
  }
  const steps = raw.map((step) => redacted(step, redactor.redact))
  // The role says what this step would say.
  if (!role) steps.push(permissionsStep(permissions))
  const ok = steps.every(({ level }) => level !== 'failed')
  return {
    ok,
    connections,
    steps,
    permissions: [...permissions],
    ...(role && { role: role.map((one) => (one.why ? { ...one, why: redactor.redact(one.why) } : one)) }),
  }
}

/** Adds the steps, and returns the subject if its credentials were accepted. */
async function take(
  integration: Integration,
  find: () => Promise<Subject>,
  steps: Step[],
  hide: (secret: string) => void,
  role: boolean,
): Promise<Subject | undefined> {
  const skip = (...names: string[]): undefined => {
    for (const name of names) steps.push(stepOf(name, 'skipped', 'not tried'))
  }
  let subject: Subject
  let config: Bag
  try {
    subject = await find()
    // A role is often made before there are credentials.
    if (role && subject.sources.every(({ source }) => Object.keys(source.values).length === 0)) {
      steps.push(stepOf('configuration', 'skipped', 'nothing is configured, so no permission was tested'))
      return undefined
    }
    config = readConfig(
      integration,
      subject.sources.map(({ source }) => source),
    )
  } catch (thrown) {
    const error = toActionError(thrown)
    const { remedy } = codes[error.code]
    const detail = writeError(english, error)
    steps.push(stepOf('configuration', 'failed', detail, { remedy, data: { code: error.code } }))
    return skip('network', 'credentials')
  }
  for (const secret of secretsOf(integration.spec.config, config)) hide(secret)
  const attempt = (dry: boolean): Promise<Result> =>
    runAction(
      integration,
      { ...subject.request, action: integration.spec.check, dry_run: dry },
      { env: subject.env, config: [...subject.config], reading: { names: subject.names } },
    )
  const rehearsal = await attempt(true)
  if (!rehearsal.is_success) {
    steps.push(failedStep('configuration', rehearsal))
    return skip('network', 'credentials')
  }
  steps.push(configurationStep(integration, subject.sources))
  const url = rehearsal.dry_run?.request?.url
  if (url !== undefined) {
    const network = await probeHost(new URL(url), { ...config, env: subject.env })
    steps.push(...network)
    if (network.some(({ level }) => level === 'failed')) return skip('credentials')
  }
  const result = await attempt(false)
  steps.push(result.is_success ? credentialsStep(result) : failedStep('credentials', result))
  for (const warning of result.warnings ?? []) steps.push(stepOf('warning', 'warn', warning))
  return result.is_success ? subject : undefined
}

const credentialsStep = ({ output_message, json_result }: Result): Step =>
  stepOf('credentials', 'ok', output_message, { data: { result: json_result } })

function failedStep(step: string, { error, output_message }: Result): Step {
  if (!error) return stepOf(step, 'failed', output_message)
  const { code, reason, vendor } = error
  const data = { code, ...(vendor && { vendor: vendor as Json }) }
  return stepOf(step, 'failed', `${reason} (${code})`, { remedy: codes[code].remedy, data })
}

function redacted(step: Step, redact: (text: string) => string): Step {
  const { detail, remedy, data } = step
  return {
    ...step,
    detail: redact(detail),
    ...(remedy !== undefined && { remedy: redact(remedy) }),
    ...(data && { data: toPlain(data, redact) as Record<string, Json> }),
  }
}
