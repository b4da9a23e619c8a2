/** Options that the servers share: who may connect, and what is offered. */

import { refuse } from '../../../contract/refuse.ts'
import { TOOLSETS, type Toolset } from '../../../contract/toolsets.ts'
import { nearest } from '../../../i18n/nearest.ts'
import type { Environment } from '../../../integration/config/config.ts'
import { allowsExperimental } from '../../../run/prepare.ts'
import type { Policy } from '../../../service/offers.ts'
import type { OptionSpec, Options } from '../line/command.ts'
import { experimentalOption } from '../line/options.ts'
import { readExperimental } from '../line/read-options.ts'

/** Who may connect. */
export const admissionOptions = [
  {
    name: 'token-env',
    value: 'NAME',
    many: true,
    help: 'environment variable with a bearer token, and its scopes (NAME=read,connection:acme); required except on 127.0.0.1; the audit log records its name',
  },
  {
    name: 'allow-host',
    value: 'HOST',
    many: true,
    help: 'additional Host name to accept',
  },
] as const satisfies readonly OptionSpec[]

/** What is offered. */
export const policyOptions = [
  { name: 'read-only', help: 'offer only actions that read' },
  {
    name: 'allow',
    value: 'ACTIONS',
    many: true,
    help: 'offer only these actions, separated by commas',
    complete: 'action',
  },
  { name: 'deny', value: 'ACTIONS', many: true, help: 'do not offer these actions', complete: 'action' },
  { ...experimentalOption, help: 'offer experimental actions, too; default SOAR_EXPERIMENTAL' },
] as const satisfies readonly OptionSpec[]

/** What models are offered. */
export const toolsetOption = {
  name: 'toolset',
  value: 'SETS',
  many: true,
  help: 'offer the tools of these sets: triage, containment, investigation, administration, or all; default triage,containment',
  complete: [...TOOLSETS, 'all'],
} as const satisfies OptionSpec

/** How people sign in. */
export const signInOptions = [
  {
    name: 'oidc-issuer',
    value: 'URL',
    help: 'accept bearer tokens (JWT) of this OpenID Connect provider; needs --oidc-audience',
  },
  { name: 'oidc-audience', value: 'NAME', help: 'audience that these tokens must be for' },
  { name: 'oidc-subject', value: 'CLAIM', help: 'claim with the name of the person; default sub' },
  {
    name: 'oidc-scopes',
    value: 'CLAIM',
    help: 'claim with scopes such as soar:read and soar:connection:acme; default scope',
  },
  {
    name: 'proxy-user-header',
    value: 'HEADER',
    help: 'header in which the proxies of --trusted-proxy name the signed-in user',
  },
  {
    name: 'trusted-proxy',
    value: 'CIDR',
    many: true,
    help: 'address or network of a reverse proxy, such as 10.0.0.7 or 10.0.0.0/24; headers of others are ignored',
  },
  {
    name: 'person-scopes',
    value: 'SCOPES',
    help: 'scopes of people who are signed in by the proxy, or with a token that names none; default read',
  },
] as const satisfies readonly OptionSpec[]

/** What a server remembers. */
export const historyOptions = [
  {
    name: 'store',
    value: 'STORE',
    help: 'where the history of runs is: sqlite (default), memory, or the path of a file; sqlite is ~/.local/state/soar/runs.db',
  },
  { name: 'keep-runs', value: 'TIME', help: 'keep runs this long, such as 90d (default)' },
  {
    name: 'keep-results',
    value: 'TIME',
    help: 'keep the data of results this long, such as 30d (default), or none',
  },
  {
    name: 'keep-context',
    value: 'WHETHER',
    help: 'keep the context of requests: yes (default) or no',
    complete: ['yes', 'no'],
  },
] as const satisfies readonly OptionSpec[]

/** Reads what is offered. */
export function readPolicy(options: Options, env: Environment): Policy {
  const allow = listOption(options, 'allow')
  return {
    readOnly: options.has('read-only'),
    ...(allow.length > 0 ? { allow } : {}),
    experimental: allowsExperimental({ env, ...readExperimental(options) }),
    deny: listOption(options, 'deny'),
    yesWrites: options.has('yes-writes'),
  }
}

/**
 * Reads which tool sets are offered to models. A list of actions (`--allow`) is a choice of its own.
 *
 * @throws ActionError REQUEST_INVALID
 */
export function readToolsets(options: Options): Pick<Policy, 'toolsets'> {
  const words = listOption(options, 'toolset')
  const unknown = words.find((word) => word !== 'all' && !isToolset(word))
  if (unknown !== undefined) {
    const meant = nearest(unknown, [...TOOLSETS, 'all'])
    const hint = meant === undefined ? '' : ` Did you mean "${meant}"?`
    throw refuse(
      `--toolset names "${unknown.slice(0, 40)}", which is not a tool set.${hint} Tool sets are ${TOOLSETS.join(', ')}; "all" is all of them.`,
    )
  }
  if (words.includes('all')) return {}
  if (words.length > 0) return { toolsets: words.filter(isToolset) }
  return listOption(options, 'allow').length > 0 ? {} : { toolsets: 'standard' }
}

const isToolset = (word: string): word is Toolset => TOOLSETS.some((one) => one === word)

/** All words of an option whose values are lists separated by commas. */
const listOption = (options: Options, name: string): string[] => options.all(name).flatMap(wordsOf)

/** The words of a list separated by commas. */
export const wordsOf = (text: string): string[] =>
  text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '')
