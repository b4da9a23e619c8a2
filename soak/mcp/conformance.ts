/** The official conformance suite against the built server, for both eras of the protocol. */

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Report } from '../part.ts'
import { mustRun, runProgram } from './program.ts'

const SUITE = '@modelcontextprotocol/conformance@0.2.0-alpha.12'
const REVISIONS = ['2025-11-25', '2026-07-28']

/** Why a check does not apply: by its scenario, or by what it reports. */
const DOES_NOT_APPLY: readonly [scenario: RegExp, message: RegExp, reason: string][] = [
  [/./, /There is no (?:tool|prompt|resource) "test[_:]/, 'it calls a fixture of the suite'],
  [/./, /^Not testable/, 'it needs a fixture of the suite'],
  [/^json-schema-2020-12/, /json_schema_2020_12_tool/, 'it needs a fixture of the suite'],
  [/^input-required-result-multi-round/, /^Expected InputRequiredResult/, 'it calls a fixture of the suite'],
  [/^input-required-result-tampered-state/, /^Prerequisite failed/, 'it calls a fixture of the suite'],
  [/^tasks-/, /./, 'tasks are an extension that the server does not declare'],
  [/^logging-set-level|^tools-call-with-logging/, /Method not found/, 'logging is not declared'],
  [/^resources-(?:un)?subscribe/, /Method not found/, 'subscriptions to resources are not declared'],
]

interface Check {
  id: string
  status: string
  errorMessage?: string
}

/** Installs the suite and runs it. A failed check is broken unless the list says why it does not apply. */
export async function conformance(url: string, say: (line: string) => void): Promise<Report> {
  const folder = mkdtempSync(join(tmpdir(), 'soar-conformance-'))
  try {
    await mustRun('npm', ['install', '--no-audit', '--no-fund', '--prefix', folder, SUITE], folder)
    const reports: Report[] = []
    for (const revision of REVISIONS) {
      const args = ['server', '--url', url, '--requirements', revision, '-o', join(folder, revision)]
      // It ends with 1 when a check fails; its files say which.
      await runProgram(join(folder, 'node_modules/.bin/conformance'), args, folder)
      reports.push(judge(join(folder, revision), revision, say))
    }
    return {
      cases: reports.reduce((sum, { cases }) => sum + cases, 0),
      broken: reports.flatMap(({ broken }) => broken),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function judge(folder: string, revision: string, say: (line: string) => void): Report {
  const reasons = new Map<string, number>()
  const broken: string[] = []
  let cases = 0
  for (const name of readdirSync(folder)) {
    const scenario = name.replace(/^server-/, '').replace(/-\d{4}-\d\d-\d\dT.*$/, '')
    const checks = JSON.parse(readFileSync(join(folder, name, 'checks.json'), 'utf8')) as Check[]
    for (const { id, status, errorMessage = '' } of checks) {
      if (status !== 'SUCCESS' && status !== 'FAILURE') continue
      if (status === 'SUCCESS') cases++
      const message = errorMessage.replace(/^Failed: (?:MCP error -\d+: )?/, '')
      const excuse = DOES_NOT_APPLY.find(([of, by]) => of.test(scenario) && by.test(message))
      if (status === 'FAILURE' && excuse) reasons.set(excuse[2], (reasons.get(excuse[2]) ?? 0) + 1)
      else if (status === 'FAILURE') broken.push(`${revision} ${scenario} ${id}: ${message}`)
    }
  }
  say(`${revision}: ${cases} checks pass, ${broken.length} fail`)
  for (const [reason, count] of reasons) say(`${revision}: ${count} checks do not apply: ${reason}`)
  return { cases, broken }
}
