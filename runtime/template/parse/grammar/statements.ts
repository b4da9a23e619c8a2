/** Parses the statements of Jinja2. */
import type { Node, NodeClass } from 'nunjucks/src/nodes.js'
import nodes from 'nunjucks/src/nodes.js'
import type { Token } from 'nunjucks/src/parser.js'
import { templateError } from '../../errors.ts'
import { ExpressionParser } from './grammar.ts'

/** Statements of Jinja2 that nunjucks has no node for, or not with these parts. */
export const addedStatements = {
  Branch: nodes.Node.extend('Branch', { fields: ['test', 'body'] }),
  Branches: nodes.Node.extend('Branches', { fields: ['branches', 'otherwise'] }),
  Loop: nodes.Node.extend('Loop', {
    fields: ['target', 'over', 'when', 'recursive', 'body', 'otherwise'],
  }),
  Assign: nodes.Node.extend('Assign', { fields: ['target', 'value'] }),
  CaptureInto: nodes.Node.extend('CaptureInto', { fields: ['target', 'filter', 'body'] }),
  With: nodes.Node.extend('With', { fields: ['values', 'body'] }),
  MacroOf: nodes.Node.extend('MacroOf', { fields: ['name', 'parameters', 'body'] }),
  CallOf: nodes.Node.extend('CallOf', { fields: ['call', 'parameters', 'body'] }),
  FilterOf: nodes.Node.extend('FilterOf', { fields: ['filter', 'body'] }),
  Autoescape: nodes.Node.extend('Autoescape', { fields: ['on', 'body'] }),
  BlockOf: nodes.Node.extend('BlockOf', { fields: ['name', 'scoped', 'required', 'body'] }),
} satisfies Record<string, NodeClass>
const added = addedStatements

const NO_LOADER = 'A template cannot load another one: write the text in place, or use a macro.'
/** Statements of Jinja2 and its extensions that are not supported, and what to use instead. */
const REFUSED: Readonly<Record<string, string>> = {
  include: NO_LOADER,
  import: NO_LOADER,
  from: NO_LOADER,
  extends: NO_LOADER,
  do: 'Write {% set _ = ... %} instead.',
  break: 'Filter the loop instead: {% for x in xs if ... %}.',
  continue: 'Filter the loop instead: {% for x in xs if ... %}.',
  trans: 'Translations live in the locale files.',
  debug: 'Print what you want to see.',
  elseif: 'Write {% elif ... %}.',
  elsif: 'Write {% elif ... %}.',
  switch: 'Write {% if ... %}{% elif ... %}.',
  verbatim: 'Write {% raw %}.',
}
const CONSTANTS = ['true', 'false', 'none', 'True', 'False', 'None']

/** The whole language of Jinja2: statements here, expressions below. */
export class TemplateParser extends ExpressionParser {
  parseStatement(): Node | null {
    const tag = this.peekToken()
    if (tag === null || tag.type !== 'symbol') return this.unexpected('the name of a statement')
    if (this.breakOnBlocks?.includes(tag.value)) return null
    this.nextToken()
    return this.nested(() => this.parseTag(tag))
  }

  private parseTag(tag: Token): Node {
    switch (tag.value) {
      case 'if':
        return this.parseBranches(tag)
      case 'for':
        return this.parseLoop(tag)
      case 'set':
        return this.parseAssignment(tag)
      case 'with':
        return this.parseWith(tag)
      case 'macro':
        return this.parseMacroOf(tag)
      case 'call':
        return this.parseCallBlock(tag)
      case 'filter':
        return this.parseFilterBlock(tag)
      case 'autoescape': {
        const on = this.parseSingle()
        return new added.Autoescape(tag.lineno, tag.colno, on, this.parseBody(tag))
      }
      case 'block':
        return this.parseNamedBlock(tag)
      case 'print':
        return this.parsePrint(tag)
      default:
        return this.refuseTag(tag)
    }
  }

  private refuseTag(tag: Token): never {
    const remedy = REFUSED[tag.value]
    const at = [tag.lineno + 1, tag.colno + 1] as const
    if (remedy !== undefined)
      throw templateError('refused', `There is no statement "${tag.value}".`, at, remedy)
    const due = this.breakOnBlocks?.at(-1)
    throw templateError(
      'syntax',
      `There is no statement "${tag.value}"${due === undefined ? '' : ` where {% ${due} %} is due`}.`,
      at,
    )
  }

  private closeTag(): void {
    this.expectType('block-end', '"%}"')
  }

  override advanceAfterBlockEnd(): Token {
    return this.expectType('block-end', '"%}"')
  }

  advanceAfterVariableEnd(): void {
    this.expectType('variable-end', '"}}"')
  }

  /** The statements up to one of `ends`, whose name remains to be read. */
  private parseUntil(tag: Token, ...ends: string[]): Node {
    this.skip('colon')
    this.closeTag()
    const body = this.parseUntilBlocks(...ends)
    if (this.peekToken() === null)
      this.fail(`{% ${tag.value} %} is never closed: {% ${ends.at(-1)} %} is missing.`, tag.lineno, tag.colno)
    return body
  }

  /** The statements up to the end of `tag`, and its end except the closing "%}". */
  private parseRest(tag: Token): Node {
    const body = this.parseUntil(tag, `end${tag.value}`)
    this.nextToken()
    return body
  }

  private parseBody(tag: Token): Node {
    const body = this.parseRest(tag)
    this.closeTag()
    return body
  }

  private parseBranches(tag: Token): Node {
    const branches: Node[] = []
    let otherwise: Node | null = null
    for (;;) {
      const test = this.parseTuple({ condition: false })
      const body = this.parseUntil(tag, 'elif', 'else', 'endif')
      branches.push(new added.Branch(test.lineno, test.colno, test, body))
      const end = this.expectName()
      if (end.value === 'elif') continue
      if (end.value === 'else') {
        otherwise = this.parseUntil(tag, 'endif')
        this.nextToken()
      }
      this.closeTag()
      return new added.Branches(tag.lineno, tag.colno, branches, otherwise)
    }
  }

  private parseLoop(tag: Token): Node {
    const target = this.parseTargets(false)
    if (!this.skipSymbol('in')) this.unexpected('"in"')
    const over = this.parseTuple({ condition: false })
    const when = this.skipSymbol('if') ? this.parseSingle() : null
    const recursive = this.skipSymbol('recursive')
    const body = this.parseUntil(tag, 'else', 'endfor')
    let otherwise: Node | null = null
    if (this.expectName().value === 'else') {
      otherwise = this.parseUntil(tag, 'endfor')
      this.nextToken()
    }
    this.closeTag()
    return new added.Loop(tag.lineno, tag.colno, target, over, when, recursive, body, otherwise)
  }

  /** One target or several, with or without parentheses; `namespaces` is whether `ns.name` may be one. */
  private parseTargets(namespaces: boolean): Node {
    const [line, column] = this.position()
    const items: Node[] = []
    let tuple = false
    while (!this.isTupleEnd()) {
      items.push(this.parseTarget(namespaces))
      if (!this.skip('comma')) break
      tuple = true
    }
    const [only] = items
    if (!tuple && only !== undefined) return only
    if (!tuple) this.unexpected('a name to assign to')
    return new nodes.Array(line, column, items)
  }

  private parseTarget(namespaces: boolean): Node {
    const [line, column] = this.position()
    if (this.skip('left-paren')) {
      const inner = this.nested(() => this.parseTargets(false))
      this.expectType('right-paren', '")"')
      return inner
    }
    const name = this.parseTargetName()
    if (namespaces && this.skipValue('operator', '.'))
      return new nodes.LookupVal(line, column, name.value, this.expectName().value)
    return new nodes.Symbol(line, column, name.value)
  }

  private parseTargetName(): Token {
    const name = this.expectName('a name to assign to')
    if (CONSTANTS.includes(name.value))
      this.fail(`Nothing can be assigned to "${name.value}".`, name.lineno, name.colno)
    return name
  }

  private parseAssignment(tag: Token): Node {
    const target = this.parseTargets(true)
    if (this.skipValue('operator', '=')) {
      const value = this.parseExpression()
      this.closeTag()
      return new added.Assign(tag.lineno, tag.colno, target, value)
    }
    const filter = this.isType('pipe') ? this.parseFilter(null) : null
    return new added.CaptureInto(tag.lineno, tag.colno, target, filter, this.parseBody(tag))
  }

  private parseWith(tag: Token): Node {
    const values: Node[] = []
    while (!this.isType('block-end') && this.peekToken() !== null) {
      if (values.length > 0) this.expectType('comma', '","')
      const target = this.parseTargets(false)
      if (!this.skipValue('operator', '=')) this.unexpected('"="')
      values.push(new nodes.Pair(target.lineno, target.colno, target, this.parseSingle()))
    }
    return new added.With(tag.lineno, tag.colno, values, this.parseBody(tag))
  }

  private parseParameters(): Node[] {
    const parameters: Node[] = []
    let fallbacks = false
    this.expectType('left-paren', '"("')
    while (!this.isType('right-paren')) {
      if (parameters.length > 0) this.expectType('comma', '","')
      const name = this.parseTargetName()
      if (parameters.some((parameter) => parameter.key === name.value))
        this.fail(`The parameter "${name.value}" is named twice.`, name.lineno, name.colno)
      const fallback = this.skipValue('operator', '=') ? this.parseSingle() : null
      if (fallback === null && fallbacks)
        this.fail('A parameter without a default follows one with a default.', name.lineno, name.colno)
      fallbacks = fallback !== null
      parameters.push(new nodes.Pair(name.lineno, name.colno, name.value, fallback))
    }
    this.nextToken()
    return parameters
  }

  private parseMacroOf(tag: Token): Node {
    const name = this.parseTargetName()
    const parameters = this.parseParameters()
    return new added.MacroOf(tag.lineno, tag.colno, name.value, parameters, this.parseBody(tag))
  }

  private parseCallBlock(tag: Token): Node {
    const parameters = this.isType('left-paren') ? this.parseParameters() : []
    const call = this.parseSingle()
    if (call.typename !== 'FunCall')
      this.fail('{% call %} needs the call of a macro.', call.lineno, call.colno)
    return new added.CallOf(tag.lineno, tag.colno, call, parameters, this.parseBody(tag))
  }

  private parseFilterBlock(tag: Token): Node {
    let filter = this.parseFilterCall(null)
    if (this.isType('pipe')) filter = this.parseFilter(filter)
    return new added.FilterOf(tag.lineno, tag.colno, filter, this.parseBody(tag))
  }

  private parseNamedBlock(tag: Token): Node {
    const name = this.expectName('the name of the block')
    const scoped = this.skipSymbol('scoped')
    const required = this.skipSymbol('required')
    if (this.isOperator('-')) this.fail('The name of a block has no hyphen: use "_".')
    const body = this.parseRest(tag)
    this.skipSymbol(name.value)
    this.closeTag()
    return new added.BlockOf(tag.lineno, tag.colno, name.value, scoped, required, body)
  }

  private parsePrint(tag: Token): Node {
    const values: Node[] = []
    while (!this.isType('block-end') && this.peekToken() !== null) {
      if (values.length > 0) this.expectType('comma', '","')
      values.push(this.parseSingle())
    }
    this.closeTag()
    return new nodes.Output(tag.lineno, tag.colno, values)
  }
}
