/**
 * How long ten typical templates take to render, and what an earlier checkout takes for the same: `npm run bench -- templates
 * [folder of another checkout]`. Each slice of one is followed by a slice of the other; processor time, median of the ratios.
 */
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Template } from '../runtime/template/template.ts'
import { median, ratio } from './measure.ts'
import type { Goal, Measured } from './report.ts'
import { table } from './report.ts'

const rows = Array.from({ length: 90 }, (_, at) => ({
  id: at,
  subject: `Invoice <${at}> & more`,
  sender: `user${at % 7}@example.com`,
  risk: ['low', 'high', 'medium'][at % 3],
  score: at * 1.5,
  held: at % 2 === 0,
  tags: ['mail', `t${at % 5}`],
}))
const scope = {
  params: { sender: 'a@example.com', recipients: ['b@example.com', 'c@example.com'], days: 7 },
  user: { name: 'Dana', email: 'dana@example.com' },
  rows,
  messages: rows
    .slice(0, 12)
    .map(({ subject }, at) => ({ role: at % 2 === 0 ? 'user' : 'assistant', content: subject })),
}

const TEMPLATES: Readonly<Record<string, string>> = {
  greeting: 'Hello {{ user.name }}, {{ params.sender }} wrote to you.',
  mail: 'Dear {{ user.name | title }},\n\n{% for r in rows[:20] %}- {{ r.subject | e }} from {{ r.sender | default("unknown") }}\n{% endfor %}\nRegards,\n{{ user.email | lower }}',
  'html table':
    '<table>{% for r in rows %}<tr class="{{ loop.cycle("odd", "even") }}"><td>{{ r.id }}</td><td>{{ r.subject | e }}</td><td>{{ r.sender | e }}</td></tr>{% endfor %}</table>',
  filters:
    '{{ rows | map(attribute="sender") | unique | sort | join(", ") }} {{ rows | sum("score") | round(2) }} {{ "a b c" | upper | replace(" ", "-") | truncate(9) }} {{ rows | groupby("risk") | length }}',
  conditions:
    '{% for r in rows %}{% if r.risk == "high" and r.held %}!{% elif r.score > 50 or not r.held %}?{% else %}.{% endif %}{% endfor %}',
  macro:
    '{% macro field(name, value, type="text") %}<input name="{{ name }}" type="{{ type }}" value="{{ value | e }}">{% endmacro %}{% for r in rows %}{{ field(r.id, r.subject) }}{{ field("s", r.sender, type="email") }}{% endfor %}',
  'nested loops':
    '{% for r in rows %}{{ loop.index }}:{% for t in r.tags %}{{ t }}{{ "," if not loop.last }}{% endfor %};{% endfor %}',
  'select and map':
    '{{ rows | selectattr("risk", "equalto", "high") | map(attribute="subject") | list | length }} {{ rows | rejectattr("held") | map(attribute="score") | map("int") | select("odd") | join(" ") }}',
  'chat prompt':
    '{% for m in messages %}{% if m["role"] == "user" %}<|user|>\n{{ m["content"] | trim }}\n{% elif m["role"] == "assistant" %}<|assistant|>\n{{ m["content"] | trim }}\n{% endif %}{% endfor %}{% if not messages[-1].role == "user" %}<|end|>{% endif %}',
  arithmetic:
    '{% set ns = namespace(a=0) %}{% for r in rows %}{% set ns.a = ns.a + r.id * 3 - r.id // 2 %}{% endfor %}{{ ns.a % 1000 }} {{ 2 ** 10 }} {{ 7 / 2 }}',
}

type Load = (source: string) => Template

/** The template engine of a checkout, in today's layout or in the one before it. */
async function engine(root: string): Promise<Load> {
  const within = (path: string) => pathToFileURL(join(root, 'runtime', path)).href
  const now = existsSync(join(root, 'runtime/template/template.ts'))
  const { parseTemplate } = await import(within(now ? 'template/parse/parse.ts' : 'jinja/parse.ts'))
  const { templateFromTree } = await import(within(now ? 'template/template.ts' : 'template.ts'))
  return (source) => templateFromTree(parseTemplate(source))
}

/** Milliseconds of processor time that work takes. */
function cost(work: () => unknown, times: number): number {
  const before = process.threadCpuUsage()
  for (let at = 0; at < times; at += 1) work()
  const { user, system } = process.threadCpuUsage(before)
  return (user + system) / 1000
}

/** Rounds that are counted, after some that only warm up. */
const ROUNDS = 60
const WARM = 20
/** Milliseconds of one slice. */
const SLICE = 15

export async function measure([other]: readonly string[]): Promise<Measured> {
  const own = await engine(resolve(import.meta.dirname, '..'))
  const before = other === undefined ? undefined : await engine(resolve(other))
  const goals: Goal[] = []
  const lines: string[][] = []
  for (const [name, source] of Object.entries(TEMPLATES)) {
    const loads = [own, ...(before === undefined ? [] : [before])]
    const works = loads.map((load) => {
      const template = load(source)
      return () => template.render(scope)
    })
    const [first] = works
    if (first === undefined) continue
    let times = 1
    while (cost(first, times) < SLICE) times *= 2
    const costs: number[][] = works.map(() => [])
    for (let round = -WARM; round < ROUNDS; round += 1)
      for (const index of round % 2 === 0 ? [0, 1] : [1, 0]) {
        const work = works[index]
        const spent = work === undefined ? 0 : cost(work, times)
        if (work !== undefined && round >= 0) costs[index]?.push(spent)
      }
    const [mine = [], theirs] = costs
    const against = theirs === undefined ? undefined : ratio(mine, theirs)
    lines.push([name, ((median(mine) / times) * 1000).toFixed(1), against?.toFixed(3) ?? '–'])
    if (against !== undefined) goals.push({ name: `${name}, against before`, value: against, most: 1.03 })
  }
  const text = [
    'Rendering of a prepared template over 11 kB of data, in microseconds of processor time.',
    '',
    table(['template', 'µs', 'of before'], lines),
  ].join('\n')
  return { text, goals }
}
