/** Canaries for every secret, through every command, dialect and error path, repeated by a vendor in every answer. */
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Integration } from '../../runtime/integration/integration.ts'
import { commandLine } from '../../testing/command-line.ts'
import { openIntegration } from '../../testing/own/subjects.ts'
import { deadPort } from '../../testing/servers.ts'
import { inParallel, type Part, type Report } from '../part.ts'
import { type Canary, leaksIn, spellingsOf } from './canaries.ts'
import { places, startGossip } from './gossip.ts'
import { packageLeaks } from './package.ts'
import { mistaken, planted, type Scenario, talking } from './scenarios.ts'

const canaries: readonly Canary[] = Object.values(planted)

/** Spellings that a vendor is made to use in one run; all of them in the soak. */
const PLAIN_ONES = ['plain', 'JSON', 'URL', 'HTML', 'base64']

export const part: Part = async ({ say }) => {
  const integration = await openIntegration()
  const repeated = await tellEverything(integration, Object.keys(places), undefined, say)
  const wrong = await mistakes(integration)
  const packed = await packageLeaks(integration)
  const reports = [repeated, wrong, packed]
  return {
    cases: reports.reduce((sum, { cases }) => sum + cases, 0),
    broken: reports.flatMap(({ broken }) => broken),
  }
}

/** Every scenario against a vendor that tells each secret at these places, in these spellings (all of them if undefined). */
export async function tellEverything(
  integration: Integration,
  where: readonly string[],
  spellings: readonly string[] | undefined = PLAIN_ONES,
  say: (line: string) => void = () => {},
): Promise<Report> {
  const broken: string[] = []
  let cases = 0
  for (const place of where) {
    // A vendor of its own for each secret, so that they can be asked at once.
    const found = await inParallel(canaries, canaries.length, async (canary) => {
      const gossip = await startGossip(planted.token.value)
      const complaints: string[] = []
      const put = places[place]
      for (const [spelling, text] of put ? spellingsOf(canary.value) : []) {
        if (!put || (spellings && !spellings.includes(spelling))) continue
        for (const to of canary.name === 'token' ? (['api'] as const) : (['api', 'token'] as const)) {
          gossip.say(put, text, to)
          for (const scenario of talking(integration, gossip.url)) {
            if (!tells(scenario, canary)) continue
            // A table waits as long as it is asked to: that is not to be watched here.
            if (scenario.argv[0] === 'rows' && place.includes('429')) continue
            cases++
            const leaks = await leaksOf(integration, scenario, [canary], true)
            complaints.push(
              ...leaks.map((leak) => `${scenario.name}, ${spelling} in ${place} (${to}): ${leak}`),
            )
          }
        }
      }
      await gossip.close()
      return complaints
    })
    broken.push(...found.flat())
    say(`${place}: ${cases} cases`)
  }
  return { cases, broken }
}

/** A vendor can only repeat what it was sent: the secrets of the configuration that is used. */
function tells({ stdin = '', env = {} }: Scenario, { name, value }: Canary): boolean {
  const given = `${stdin}${JSON.stringify(env)}`
  if (name === 'token') return given.includes('client-id')
  return given.includes(JSON.stringify(value).slice(1, -1))
}

/** Mistakes of people, among them those in connections. */
export async function mistakes(integration: Integration): Promise<Report> {
  const closedPort = `http://127.0.0.1:${await deadPort()}`
  const folder = mkdtempSync(join(tmpdir(), 'soar-secrets-'))
  try {
    const scenarios = [...mistaken(integration, closedPort), ...connections(folder, closedPort)]
    const found = await inParallel(scenarios, 4, async (scenario) =>
      (await leaksOf(integration, scenario, canaries)).map((leak) => `${scenario.name}: ${leak}`),
    )
    return { cases: scenarios.length, broken: found.flat() }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Connections with something wrong in them. */
function connections(folder: string, closedPort: string): Scenario[] {
  const secret = planted.client_secret.value
  const quoted = JSON.stringify(secret)
  const files: Record<string, string> = {
    good: `acme:\n  api_root: ${closedPort}\n  client_id: i\n  client_secret: ${quoted}\n`,
    'broken YAML': `acme:\n  client_id: i\n  client_secret: ${quoted}\n  : [\n`,
    'unquoted secret': `acme:\n  client_secret: ${secret}\n`,
    'unknown field': `acme:\n  client_secret: ${quoted}\n  nonsense: ${quoted}\n`,
    'template in a secret': `acme:\n  client_secret: '{{ ${secret.replaceAll("'", '')} }}'\n`,
    'variable that is missing': `acme:\n  client_secret: \${MISSING}${quoted}\n`,
    'a list': `acme:\n  - ${quoted}\n`,
  }
  return Object.entries(files).map(([name, text], at) => {
    const file = join(folder, `${at}.yaml`)
    writeFileSync(file, text)
    chmodSync(file, 0o600)
    return {
      name: `connection, ${name}`,
      argv: ['run', 'ping', '--connections', file, '--connection', 'acme'],
    }
  })
}

async function leaksOf(
  integration: Integration,
  scenario: Scenario,
  sought: readonly Canary[],
  mustBeSaved = false,
): Promise<string[]> {
  const { argv, stdin = '', env = {}, tty = false } = scenario
  // A run keeps everything in a file that is meant to be shared.
  const isKept = argv[0] === 'run' && !argv.includes('--dry-run')
  const file = join(tmpdir(), `soar-secrets-${process.pid}-${++files}.json`)
  const { stdout, stderr } = await commandLine(isKept ? [...argv, '--save-run', file] : argv, {
    stdin,
    env,
    columns: 300,
    tty: { stdout: tty },
    open: async () => ({ integration: { ...integration, sessions: new Map() } }),
  })
  const kept = existsSync(file) ? readFileSync(file, 'utf8') : ''
  rmSync(file, { force: true })
  const found = sought.flatMap((canary) =>
    Object.entries({ stdout, stderr, 'the saved run': kept }).flatMap(([place, text]) =>
      leaksIn(text, canary).map((leak) => `${leak} in ${place}: ${around(text, canary)}`),
    ),
  )
  if (stdout === '' && stderr === '') found.push('nothing was said')
  if (mustBeSaved && isKept && kept === '') found.push('no run was saved')
  return found
}

let files = 0

/** The text around the place where it shows. */
function around(text: string, { value }: Canary): string {
  const at = text.indexOf(value.slice(0, 6))
  return at < 0 ? text.slice(0, 300) : `…${text.slice(Math.max(0, at - 60), at + 80)}…`
}
