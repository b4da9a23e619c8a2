/** Represents TypeScript types as data and prints them as the formatter would. */

/** A type: finished text, a union of types, an array of a type, or an object with fields. */
export type TypeNode = string | { union: TypeNode[] } | { list: TypeNode } | ObjectNode

/** An object type; `open` allows additional fields. */
export interface ObjectNode {
  fields: Field[]
  open: boolean
}

/** One field of an object type. */
export interface Field {
  name: string
  type: TypeNode
  optional: boolean
  description?: string
}

const WIDTH = 110

/** Creates a flat union without duplicates; a single member is returned as it is, and `unknown` absorbs all others. */
export function union(members: readonly TypeNode[]): TypeNode {
  if (members.includes('unknown')) return 'unknown'
  const flat = members.flatMap((member) =>
    typeof member === 'object' && 'union' in member ? member.union : [member],
  )
  const [first, ...rest] = [...new Map(flat.map((member) => [JSON.stringify(member), member])).values()]
  return rest.length === 0 ? (first ?? 'never') : { union: [first ?? 'never', ...rest] }
}

/** True if a type refers to another type of this name at any depth. */
export function mentions(type: TypeNode, name: string): boolean {
  if (typeof type === 'string') return type === name
  if ('union' in type) return type.union.some((member) => mentions(member, name))
  return 'list' in type ? mentions(type.list, name) : type.fields.some((field) => mentions(field.type, name))
}

/** Prints a value as a TypeScript literal. */
export function literal(value: string | number | boolean | null): string {
  if (typeof value !== 'string') return String(value)
  const inner = JSON.stringify(value).slice(1, -1).replaceAll('\\"', '"')
  const singles = inner.split("'").length
  const doubles = inner.split('"').length
  return singles > doubles ? JSON.stringify(value) : `'${inner.replaceAll("'", "\\'")}'`
}

/** Prints a comment above a declaration, on one line if it fits. */
export function comment(text: string, indent: string): string {
  const words = text.replaceAll('*/', '*\\/').split(/\s+/).filter(Boolean)
  const single = `${indent}/** ${words.join(' ')} */`
  if (single.length <= WIDTH) return `${single}\n`
  const lines: string[] = []
  for (const word of words) {
    const longer = `${lines.at(-1) ?? ''} ${word}`
    if (lines.length && `${indent} * ${longer}`.length <= WIDTH) lines[lines.length - 1] = longer.trimStart()
    else lines.push(word)
  }
  return `${indent}/**\n${lines.map((line) => `${indent} * ${line}\n`).join('')}${indent} */\n`
}

/** Prints an interface with its comment. */
export function printInterface(name: string, description: string, fields: Field[]): string {
  return `${comment(description, '')}export interface ${name} ${printObject({ fields, open: false }, '')}\n`
}

function printField({ name, type, optional, description }: Field, indent: string): string {
  const key = /^[A-Za-z_$][\w$]*$/.test(name) ? name : literal(name)
  const start = `${indent}${key}${optional ? '?' : ''}:`
  const whole = optional ? union([type, 'undefined']) : type
  const above = description === undefined ? '' : comment(description, indent)
  const line = printType(whole, indent, WIDTH - start.length - 1)
  return `${above}${start}${line.startsWith('\n') ? '' : ' '}${line}\n`
}

function printObject({ fields, open }: ObjectNode, indent: string): string {
  if (fields.length === 0) return open ? 'Record<string, unknown>' : 'object'
  const inner = `${indent}  `
  const further = open ? `${inner}[key: string]: unknown\n` : ''
  return `{\n${fields.map((field) => printField(field, inner)).join('')}${further}${indent}}`
}

/** Prints a type after its name. A type that does not fit on the line starts on the next, as the formatter does it. */
function printType(type: TypeNode, indent: string, room: number): string {
  if (typeof type === 'string') return type
  if ('fields' in type) return printObject(type, indent)
  if ('list' in type) return printList(type.list, indent, room)
  const flat = type.union.map((member) => printType(member, indent, Number.POSITIVE_INFINITY)).join(' | ')
  const [one, other] = type.union
  const nullable = type.union.length === 2 && isObject(one) && other === 'null'
  return nullable || (flat.length <= room && !flat.includes('\n'))
    ? flat
    : `\n${printMembers(type.union, `${indent}  `)}`
}

function printList(item: TypeNode, indent: string, room: number): string {
  if (typeof item !== 'object' || !('union' in item)) return `${printType(item, indent, room)}[]`
  const inside = printType(item, indent, room - '()[]'.length)
  return inside.startsWith('\n') ? `(${inside}\n${indent})[]` : `(${inside})[]`
}

const printMembers = (members: TypeNode[], indent: string): string =>
  members
    .map((member) => `${indent}| ${printType(member, `${indent}  `, WIDTH - indent.length - 2)}`)
    .join('\n')

const isObject = (type: TypeNode | undefined): type is ObjectNode =>
  typeof type === 'object' && 'fields' in type && type.fields.length > 0
