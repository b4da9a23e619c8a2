/** The resource paths of API 2.0, which have no envelope, and the handlers behind them. */

import { resources as identity } from './api/identity.ts'
import { resources as managedSenders } from './api/managed-sender-resource.ts'
import { answerPolicies, POLICIES } from './api/policy-resource.ts'
import { resources as reportedEmails } from './api/reported-emails.ts'
import { resources as siem } from './api/siem.ts'
import { resources as threatEvents } from './api/threat-events.ts'
import type { Resource } from './resource.ts'

const policies = Object.fromEntries(
  ['GET', 'POST', 'PATCH', 'DELETE'].map((method) => [method, answerPolicies] as const),
)

/** Every resource; the first whose path fits is used. */
export const RESOURCES: readonly Resource[] = [
  { product: 'Policy Management', path: POLICIES, methods: policies },
  { product: 'Policy Management', path: `${POLICIES}/{id}`, methods: policies },
  ...managedSenders,
  ...identity,
  ...reportedEmails,
  ...siem,
  ...threatEvents,
]

/** The resource at a path, and the parts of the path that vary. */
export function resourceAt(path: string): { resource: Resource; params: Record<string, string> } | undefined {
  for (const resource of RESOURCES) {
    const params = matched(resource.path.split('/'), path.split('/'))
    if (params) return { resource, params }
  }
  return undefined
}

function matched(template: readonly string[], path: readonly string[]): Record<string, string> | undefined {
  if (template.length !== path.length) return undefined
  const params: Record<string, string> = {}
  for (const [at, part] of template.entries()) {
    const given = path[at] ?? ''
    if (part.startsWith('{')) params[part.slice(1, -1)] = decoded(given)
    else if (part !== given) return undefined
  }
  return params
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
