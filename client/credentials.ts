/** Selects the set of credentials to use; anything ambiguous is refused before the first request. */
import {
  ActionError,
  invisibleInName,
  type Log,
  phrase,
  type RawProblem,
  withoutLineEnd,
} from '../runtime/sdk/index.ts'
import { type FileHosts, readFileHosts } from './file-hosts.ts'
import { findRoot, type Generation } from './region.ts'

/** The credentials of API 2.0: an application of its own. */
export interface ClientCredentials {
  api: '2.0'
  client_id: string
  client_secret: string
}

/** The credentials of API 1.0: an application, and the keys of a service user. */
export interface SigningKeys {
  api: '1.0'
  application_id: string
  application_key: string
  access_key: string
  /** base64, as Mimecast shows it */
  secret_key: string
}

/** Where to send requests, and with which credentials. */
export interface Connection {
  /** Without a trailing slash. */
  root: string
  credentials: ClientCredentials | SigningKeys
  fileHosts: FileHosts
}

/** Fields and labels of integration.yaml. */
const SETS = {
  '2.0': { client_id: 'Client ID', client_secret: 'Client Secret' },
  '1.0': {
    application_id: 'Application ID',
    application_key: 'Application Key',
    access_key: 'Access Key',
    secret_key: 'Secret Key',
  },
} as const satisfies Record<Generation, Record<string, string>>

type Config = Record<string, unknown>

/**
 * Reads address and credentials from the configuration.
 *
 * @throws ActionError CONFIG_INVALID with every problem: what is missing by its label, two sets where one was expected, a
 *   Secret Key that is not base64, no usable address
 */
export function readConnection(config: Config, log: Log): Connection {
  const problems: RawProblem[] = []
  const api = choose(config, problems, log)
  if (!api) throw new ActionError('CONFIG_INVALID', {}, { problems })
  problems.push(...lacking(config, api).map(required))
  const found = findRoot(config, api)
  if ('problem' in found) problems.push(found.problem)
  const credentials = api === '2.0' ? readClient(config, problems) : readKeys(config, problems)
  const root = 'root' in found ? found.root : ''
  const fileHosts = readFileHosts(root, config.file_hosts, problems)
  if (problems.length > 0) throw new ActionError('CONFIG_INVALID', {}, { problems })
  return { root, credentials, fileHosts }
}

function choose(config: Config, problems: RawProblem[], log: Log): Generation | undefined {
  const wish = config.api_version ?? 'auto'
  if (wish === '1.0' || wish === '2.0') return wish
  const one = given(config, '1.0')
  const two = given(config, '2.0')
  if (one.length === 0 && two.length === 0) {
    const values = { first: naming('2.0'), second: naming('1.0') }
    problems.push({ where: 'client_id', rule: 'credentials_missing', values })
    return undefined
  }
  if (one.length === 0) return '2.0'
  if (two.length === 0) return '1.0'
  if (wish === 'prefer 1.0') {
    if (lacking(config, '1.0').length === 0) log.warn({ code: 'api_1_preferred' }, PREFERRED)
    return '1.0'
  }
  problems.push(mixed(config, one, two))
  return undefined
}

const PREFERRED = phrase(
  'Credentials of API 1.0 and API 2.0 are both set; API 1.0 is used, as API Version asks. Mimecast is retiring API 1.0.',
)

function mixed(config: Config, one: string[], two: string[]): RawProblem {
  const incomplete = (['2.0', '1.0'] as const).find((api) => lacking(config, api).length > 0)
  const values = {
    name: 'API Version',
    first: `API 2.0 (${two.join(', ')})`,
    second: `API 1.0 (${one.join(', ')})`,
    ...(incomplete && {
      incomplete: `API ${incomplete}`,
      missing: lacking(config, incomplete)
        .map(([, label]) => label)
        .join(', '),
    }),
  }
  return { where: 'api_version', rule: 'credentials_mixed', values }
}

function readClient(config: Config, problems: RawProblem[]): ClientCredentials {
  const credentials = {
    // Blanks at the end of a Client Secret may belong to it; a line end cannot (RFC 6749, appendix A).
    client_id: plain(config.client_id).trim(),
    client_secret: withoutLineEnd(plain(config.client_secret)),
  }
  problems.push(...unfit(credentials, SETS['2.0'], { client_id: FORM, client_secret: FORM }))
  return { api: '2.0', ...credentials }
}

function readKeys(config: Config, problems: RawProblem[]): SigningKeys {
  const keys = {
    application_id: plain(config.application_id).trim(),
    application_key: plain(config.application_key).trim(),
    access_key: plain(config.access_key).trim(),
    // Trimmed like the other keys, but not decoded: it is base64 with +, / and =.
    secret_key: plain(config.secret_key).trim(),
  }
  const wrong = unfit(keys, SETS['1.0'], { application_id: HEADER, access_key: HEADER })
  problems.push(...wrong)
  const isNamed = wrong.some(({ where }) => where === 'secret_key')
  if (keys.secret_key && !isNamed && !isBase64(keys.secret_key)) {
    problems.push({ where: 'secret_key', rule: 'format_base64', values: { name: SETS['1.0'].secret_key } })
  }
  return { api: '1.0', ...keys }
}

/** Characters that a credential may contain in the form of a token request, and in a header. */
const FORM = /^[ -~]*$/
const HEADER = /^[!-~]*$/

/** Characters that cannot be part of a credential: invisible ones, and non-ASCII ones where requests carry it. */
function unfit<F extends string>(
  values: Record<F, string>,
  labels: Record<F, string>,
  allowed: Partial<Record<F, RegExp>>,
): RawProblem[] {
  return (Object.keys(values) as F[]).flatMap((where): RawProblem[] => {
    const name = labels[where]
    const found = invisibleInName(values[where])
    if (found) return [{ where, rule: 'invisible', values: { name, ...found } }]
    if (allowed[where]?.test(values[where]) !== false) return []
    const detail = phrase('must contain visible ASCII characters only')
    return [{ where, rule: 'other', values: { name, detail, received: phrase('others') } }]
  })
}

const isBase64 = (text: string): boolean => Buffer.from(text, 'base64').toString('base64') === text

const plain = (value: unknown): string => (typeof value === 'string' ? value : '')

const isGiven = (config: Config, field: string): boolean => plain(config[field]).trim() !== ''

const given = (config: Config, api: Generation): string[] =>
  Object.entries(SETS[api]).flatMap(([field, label]) => (isGiven(config, field) ? [label] : []))

const lacking = (config: Config, api: Generation): [string, string][] =>
  Object.entries(SETS[api]).filter(([field]) => !isGiven(config, field))

const required = ([where, name]: [string, string]): RawProblem => ({
  where,
  rule: 'required',
  values: { name },
})

const naming = (api: Generation): string => `${Object.values(SETS[api]).join(', ')} (API ${api})`
