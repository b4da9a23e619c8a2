/** Large values, spelled in the language of templates: texts, lists, dicts and numbers of every shape that was ever slow. */

/** Random numbers from 0 up to but not including 1. */
export type Dice = () => number

/** One of several. */
export function pick<T>(dice: Dice, from: readonly T[]): T {
  return from[Math.floor(dice() * from.length)] as T
}

const SIZES = [1, 7, 40, 300, 5_000, 60_000, 400_000, 1_200_000, 5_000_000]
const PIECES = [
  'a',
  'ab ',
  'a,',
  'a-',
  '-',
  '.',
  ',',
  ' ',
  '\\n',
  '\\t',
  '<',
  '<a>',
  '&amp;',
  '{}',
  '{0}',
  '{',
  '%s',
  '%',
  '#',
  '0',
  '9',
  'é',
  'ß',
  'Σ',
  '😀',
  'a😀',
  'ŉ',
  'İ',
  'www.a.bc ',
  'a@b.cd ',
  'http://',
  '(',
  ')',
  "\\'",
  '\\\\',
  'real.',
  'x1',
]

/** The source of a text of any size. */
export function text(dice: Dice): string {
  const repeated = `'${pick(dice, PIECES)}' * ${pick(dice, SIZES)}`
  switch (Math.floor(dice() * 6)) {
    case 0:
      return `(${repeated} ~ '${pick(dice, PIECES)}' ~ ${repeated})`
    case 1:
      return `(${repeated})|safe`
    case 2:
      return `'${pick(dice, PIECES)}'`
    default:
      return `(${repeated})`
  }
}

/** The source of a whole number or a float. */
export function number(dice: Dice): string {
  return pick(dice, [
    '0',
    '1',
    '-1',
    '3',
    '40',
    '1000',
    '100000',
    '5000000',
    '10 ** 9',
    '10 ** 30',
    '3 ** 28000',
    '-(2 ** 65000)',
    '7 ** 1000',
    '1.5',
    '1e308',
    '5e-324',
    '-0.0',
    '1e300',
    'true',
  ])
}

/** The source of a list, tuple, range or dict; `depth` is how deep lists may lie in each other. */
export function collection(dice: Dice, depth = 2): string {
  const item = () =>
    depth > 0 && dice() < 0.3 ? collection(dice, depth - 1) : dice() < 0.5 ? text(dice) : number(dice)
  const times = pick(dice, [1, 3, 100, 3_000, 50_000, 450_000])
  switch (Math.floor(dice() * 8)) {
    case 0:
      return `([${item()}] * ${times})`
    case 1:
      return `((${item()},) * ${times})`
    case 2:
      return `range(${pick(dice, ['10', '3000', '400000', '10 ** 12', '0, -90000, -1'])})`
    case 3:
      return `(range(${Math.min(times, 50_000)})|list)`
    case 4:
      return `({}.fromkeys(range(${Math.min(times, 50_000)}), ${item()}))`
    case 5:
      return `({${text(dice)}: ${item()}, 'one': ${item()}, 'other': ${text(dice)}, 3: ${item()}})`
    case 6:
      return `([{'a': ${item()}, 'b': ${number(dice)}}] * ${times})`
    default:
      return `[${item()}, ${item()}, ${item()}]`
  }
}

/** The source of any value. */
export function value(dice: Dice): string {
  const roll = dice()
  if (roll < 0.45) return text(dice)
  if (roll < 0.75) return collection(dice)
  return roll < 0.95
    ? number(dice)
    : pick(dice, ['none', 'missing', 'true', "'a'.upper", 'range', 'namespace(a=1)'])
}
