/** Honest templates, as playbooks have them, and hostile data for them. */
import { type Dice, pick } from './values.ts'

/** Templates over the names `text`, `other`, `list`, `rows` and `record`. */
export const HONEST: readonly string[] = [
  'Subject: {{ text }}',
  '{{ text | upper }} {{ text | lower }} {{ text | capitalize }} {{ text | title }}',
  '{{ text | trim }} {{ text.strip("<>") }}',
  '{{ text | e }}',
  '{{ text | striptags }}',
  '{{ text | urlize }}',
  '{{ text | wordwrap(40) }}',
  '{{ text | wordwrap(72, wrapstring="<br>") }}',
  '{{ text | wordcount }}',
  '{{ text | truncate(80) }}',
  '{{ text | indent(4) }}',
  '{{ text | replace(",", ";") }}',
  '{{ text | urlencode }}',
  '{{ text | int }} {{ text | int(0, 16) }} {{ text | float }}',
  '{{ text | tojson }} {{ [text] }}',
  '{{ text | length }} {{ text | reverse | first }}',
  '{{ text.split(",") | length }} {{ text.rsplit(",", 1) | last }} {{ text.splitlines() | length }}',
  '{{ text.split() | map("upper") | join(" ") }}',
  '{{ text.split("@")[-1] }}',
  '{{ text.startswith(other) }} {{ other in text }} {{ text.find(other) }} {{ text.count(other) }}',
  '{{ text.replace(other, "") }}',
  '{{ text == other }} {{ text < other }} {{ text ~ other }}',
  '{{ text.title() }} {{ text.swapcase() }} {{ text.casefold() }}',
  '{{ text.isalnum() }} {{ text.isprintable() }} {{ text.istitle() }}',
  '{{ text.format(other) }}',
  '{{ text[:100] }} {{ text[-100:] }} {{ text[::-1] }}',
  '{{ list | join(", ") }}',
  '{{ list | unique | list | length }} {{ list | sort | first }} {{ list | max }}',
  '{{ list | map("string") | map("length") | sum }}',
  '{{ list | select("in", list[:10]) | list | length }}',
  '{% for item in list %}{{ loop.index }}. {{ item }}\n{% endfor %}',
  '{% for item in list if item %}{{ item | e }}{% endfor %}',
  '{{ rows | map(attribute="name") | join(",") }}',
  '{{ rows | groupby("name") | length }} {{ rows | sort(attribute="name,value") | length }}',
  '{{ rows | selectattr("value") | map(attribute="value") | list | length }}',
  '{% for row in rows %}<td>{{ row.name | e }}</td><td>{{ row.value }}</td>{% endfor %}',
  '{{ rows | tojson }}',
  '{{ rows | tojson(indent=2) }}',
  '{{ rows | pprint }}',
  '{{ rows }}',
  '{{ record }}',
  '{{ record | tojson }} {{ record | dictsort | length }}',
  '{% for key, value in record.items() %}{{ key }}={{ value }};{% endfor %}',
  '{{ record | xmlattr }}',
  '{{ record.name | default("none") }} {{ record["a"] is defined }}',
]

const PIECES = [
  'a',
  'a,',
  'ab ',
  'a-',
  '-',
  '--a',
  '<',
  '<b>',
  '&lt;',
  '&',
  '{}',
  '{0',
  '%s',
  '1',
  'f',
  '0',
  '_',
  'é',
  'ß',
  'Σ',
  "Σ'",
  '😀',
  '\ud83d',
  '\u0000',
  '\n',
  '\r\n',
  '\t',
  ' ',
  '\u00a0',
  'www.a.bc,',
  'www.a.bc ',
  'a@b.c.d.e',
  'http://a.',
  '(((',
  ')))',
  '"',
  '\\',
  "'",
  '.',
  '9e',
]

function text(dice: Dice, size: number): string {
  const piece = pick(dice, PIECES)
  const long = piece.repeat(Math.ceil(size / piece.length)).slice(0, size)
  const roll = dice()
  if (roll < 0.2) return long + pick(dice, PIECES)
  if (roll < 0.3) return pick(dice, PIECES) + long
  if (roll < 0.4) return long.slice(0, size / 2) + pick(dice, PIECES) + long.slice(size / 2)
  return roll < 0.5 ? Array.from({ length: Math.min(size, 20_000) }, () => pick(dice, PIECES)).join('') : long
}

/** About so many characters of data, in the names that the templates read. */
export function hostileData(dice: Dice, size: number): Record<string, unknown> {
  const count = pick(dice, [1, 10, 300, 9_000, 40_000])
  const short = () => text(dice, Math.max(1, Math.floor(size / count / 4)))
  const shared = short()
  const some = () => (dice() < 0.5 ? shared : short())
  const few = Math.min(count, 400)
  const samples = Array.from({ length: few }, some)
  const each = (at: number): string => samples[at % few] ?? ''
  return {
    text: text(dice, size),
    other: text(dice, pick(dice, [1, 40, Math.floor(size / 10), Math.floor(size / 2)])),
    list: Array.from({ length: count }, (_, at) => (dice() < 0.02 ? at : each(at))),
    rows: Array.from({ length: count }, (_, at) => ({ name: each(at), value: at % 3 === 0 ? null : at })),
    record: Object.fromEntries(
      Array.from({ length: Math.min(count, 9_000) }, (_, at) => [`${each(at).slice(0, 60)}${at}`, each(at)]),
    ),
  }
}

/** About a megabyte of ordinary data. */
export function ordinaryData(size: number): Record<string, unknown> {
  const words =
    'The quick brown fox jumps over the lazy dog, and <writes> to dana@example.com & www.example.com.\n'
  const text = words.repeat(Math.ceil(size / words.length)).slice(0, size)
  const count = Math.floor(size / 100)
  const rows = Array.from({ length: count }, (_, at) => ({
    id: at,
    name: `user${at % 97}@example.com`,
    value: at % 5 === 0 ? null : at * 1.5,
    subject: `Invoice ${at} for <you>`,
  }))
  return {
    text,
    other: 'lazy cat',
    list: rows.map(({ name }) => name),
    rows,
    record: Object.fromEntries(rows.slice(0, 9_000).map(({ id, subject }) => [`key${id}`, subject])),
  }
}
