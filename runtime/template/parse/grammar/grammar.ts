/** Adapts the parser of nunjucks to the grammar of Jinja2. */
import type { Node, NodeClass } from 'nunjucks/src/nodes.js'
import nodes from 'nunjucks/src/nodes.js'
import type { Token } from 'nunjucks/src/parser.js'
import { TokenParser } from './tokens.ts'

/** Constructs of Jinja2 that nunjucks has no node for. */
export const added = {
  Integer: nodes.Literal.extend('Integer'),
  Float: nodes.Literal.extend('Float'),
  Tuple: nodes.NodeList.extend('Tuple'),
  Slice: nodes.Node.extend('Slice', { fields: ['start', 'stop', 'step'] }),
  Attribute: nodes.Node.extend('Attribute', { fields: ['target', 'name'] }),
  Arguments: nodes.Node.extend('Arguments', { fields: ['positional', 'named', 'star', 'doubleStar'] }),
  Test: nodes.Node.extend('Test', { fields: ['target', 'name', 'args'] }),
  Join: nodes.NodeList.extend('Join'),
} satisfies Record<string, NodeClass>

const COMPARE = ['==', '!=', '<', '>', '<=', '>=']
const BINARY = {
  '+': nodes.Add,
  '-': nodes.Sub,
  '*': nodes.Mul,
  '/': nodes.Div,
  '//': nodes.FloorDiv,
  '%': nodes.Mod,
  '**': nodes.Pow,
}
/** Tokens a test may take as its argument without parentheses. */
const BARE_ARGUMENT = ['symbol', 'string', 'int', 'float', 'left-paren', 'left-bracket', 'left-curly']

/**
 * The expressions of Jinja2, based on nunjucks' parser: its token handling, `and`, `or`, `not` and filter chains are reused.
 */
export class ExpressionParser extends TokenParser {
  /** The content of `{{ }}` and the value of `{% set %}`: an expression, or several as a tuple without parentheses. */
  parseExpression(): Node {
    return this.parseTuple({ condition: true })
  }

  /** One expression; `condition` is whether an `if` after it belongs to it. */
  parseSingle(condition = true): Node {
    return this.nested(() => (condition ? this.parseInlineIf() : this.parseOr()))
  }

  parseTuple(rule: { condition: boolean; parentheses?: boolean }): Node {
    const [line, column] = this.position()
    const items: Node[] = []
    let tuple = false
    while (!this.isTupleEnd()) {
      items.push(this.parseSingle(rule.condition))
      if (!this.skip('comma')) break
      tuple = true
    }
    const [only] = items
    if (!tuple && only !== undefined) return only
    if (!tuple && rule.parentheses !== true) this.unexpected('an expression')
    return new added.Tuple(line, column, items)
  }

  protected isTupleEnd(): boolean {
    return this.isType('variable-end', 'block-end', 'right-paren')
  }

  parseInlineIf(): Node {
    let node = this.parseOr()
    while (this.isSymbol('if')) {
      const [line, column] = this.position()
      this.nextToken()
      const test = this.parseOr()
      const otherwise = this.skipSymbol('else') ? this.nested(() => this.parseInlineIf()) : null
      node = new nodes.InlineIf(line, column, test, node, otherwise)
    }
    return node
  }

  parseNot(): Node {
    if (!this.isSymbol('not')) return this.parseCompare()
    const [line, column] = this.position()
    this.nextToken()
    return new nodes.Not(
      line,
      column,
      this.nested(() => this.parseNot()),
    )
  }

  parseCompare(): Node {
    const first = this.parseSum()
    const rest: Node[] = []
    const [line, column] = this.position()
    for (let op = this.takeComparison(); op !== undefined; op = this.takeComparison())
      rest.push(new nodes.CompareOperand(line, column, this.parseSum(), op))
    return rest.length === 0 ? first : new nodes.Compare(line, column, first, rest)
  }

  private takeComparison(): string | undefined {
    const token = this.peekToken()
    if (token === null) return undefined
    if (this.isOperator(...COMPARE)) return this.nextToken()?.value
    if (this.skipSymbol('in')) return 'in'
    const following = this.stream.look()
    if (!this.isSymbol('not') || following?.type !== 'symbol' || following.value !== 'in') return undefined
    this.nextToken()
    this.nextToken()
    return 'not in'
  }

  private parseBinary(operators: readonly (keyof typeof BINARY)[], operand: () => Node): Node {
    let left = operand()
    for (;;) {
      const op = operators.find((candidate) => this.isOperator(candidate))
      if (op === undefined) return left
      const [line, column] = this.position()
      this.nextToken()
      left = new BINARY[op](line, column, left, operand())
    }
  }

  parseSum(): Node {
    return this.parseBinary(['+', '-'], () => this.parseJoin())
  }

  parseJoin(): Node {
    const [line, column] = this.position()
    const parts = [this.parseProduct()]
    while (this.skip('tilde')) parts.push(this.parseProduct())
    const [only] = parts
    return parts.length === 1 && only !== undefined ? only : new added.Join(line, column, parts)
  }

  parseProduct(): Node {
    return this.parseBinary(['*', '/', '//', '%'], () => this.parsePower())
  }

  parsePower(): Node {
    return this.parseBinary(['**'], () => this.parseUnary())
  }

  /** A sign binds tighter than a filter, and an attribute after it belongs to the signed value, as in Jinja2. */
  parseUnary(filters = true): Node {
    const [line, column] = this.position()
    let node: Node
    if (this.isOperator('-', '+')) {
      const Sign = this.nextToken()?.value === '-' ? nodes.Neg : nodes.Pos
      node = new Sign(
        line,
        column,
        this.nested(() => this.parseUnary(false)),
      )
    } else node = this.parsePrimary()
    node = this.parsePostfix(node)
    return filters ? this.parseFiltersAndTests(node) : node
  }

  parsePrimary(): Node {
    const token = this.peekToken()
    if (token === null) return this.unexpected('an expression')
    const { lineno, colno, value } = token
    switch (token.type) {
      case 'symbol':
        this.nextToken()
        if (value === 'true' || value === 'True') return new nodes.Literal(lineno, colno, true)
        if (value === 'false' || value === 'False') return new nodes.Literal(lineno, colno, false)
        if (value === 'none' || value === 'None') return new nodes.Literal(lineno, colno, null)
        return new nodes.Symbol(lineno, colno, value)
      case 'string': {
        let text = ''
        while (this.isType('string')) text += this.nextToken()?.value
        return new nodes.Literal(lineno, colno, text)
      }
      case 'int':
        this.nextToken()
        return new added.Integer(lineno, colno, value)
      case 'float':
        this.nextToken()
        return new added.Float(lineno, colno, value)
      case 'left-paren': {
        this.nextToken()
        const node = this.nested(() => this.parseTuple({ condition: true, parentheses: true }))
        this.expectType('right-paren', '")"')
        return node
      }
      case 'left-bracket':
        this.nextToken()
        return new nodes.Array(
          lineno,
          colno,
          this.parseItems('right-bracket', () => this.parseSingle()),
        )
      case 'left-curly':
        this.nextToken()
        return new nodes.Dict(
          lineno,
          colno,
          this.parseItems('right-curly', () => this.parsePair()),
        )
      default:
        return this.unexpected('an expression')
    }
  }

  private parseItems(closer: string, parse: () => Node): Node[] {
    const items: Node[] = []
    while (!this.isType(closer)) {
      items.push(parse())
      if (!this.isType(closer)) this.expectType('comma', '","')
    }
    this.nextToken()
    return items
  }

  private parsePair(): Node {
    const key = this.parseSingle()
    this.expectType('colon', '":"')
    return new nodes.Pair(key.lineno, key.colno, key, this.parseSingle())
  }

  parsePostfix(start: Node): Node {
    let node = start
    for (;;) {
      if (this.isOperator('.')) node = this.parseAttribute(node)
      else if (this.isType('left-bracket')) node = this.parseSubscript(node)
      else if (this.isType('left-paren')) node = this.parseCallOf(node)
      else return node
    }
  }

  private parseAttribute(target: Node): Node {
    this.nextToken()
    const token = this.nextToken()
    if (token?.type === 'symbol') return new added.Attribute(token.lineno, token.colno, target, token.value)
    if (token?.type === 'int') {
      const index = new added.Integer(token.lineno, token.colno, token.value)
      return new nodes.LookupVal(token.lineno, token.colno, target, index)
    }
    this.pushToken(token)
    return this.unexpected('a name or a number')
  }

  private parseSubscript(target: Node): Node {
    const [line, column] = this.position()
    this.nextToken()
    const keys: Node[] = []
    while (!this.isType('right-bracket')) {
      if (keys.length > 0) this.expectType('comma', '","')
      keys.push(this.parseSubscripted())
    }
    this.nextToken()
    const [only] = keys
    if (keys.length === 1 && only !== undefined) return new nodes.LookupVal(line, column, target, only)
    return new nodes.LookupVal(line, column, target, new added.Tuple(line, column, keys))
  }

  private parseSubscripted(): Node {
    const [line, column] = this.position()
    const bound = () => (this.isType('colon', 'right-bracket', 'comma') ? null : this.parseSingle())
    const start = bound()
    if (!this.skip('colon')) return start ?? this.unexpected('an index')
    const stop = bound()
    const step = this.skip('colon') ? bound() : null
    return new added.Slice(line, column, start, stop, step)
  }

  protected parseCallOf(target: Node): Node {
    const [line, column] = this.position()
    return new nodes.FunCall(line, column, target, this.parseArguments())
  }

  protected parseArguments(): Node {
    const [line, column] = this.position()
    this.expectType('left-paren', '"("')
    const positional: Node[] = []
    const named: Node[] = []
    let star: Node | null = null
    let doubleStar: Node | null = null
    const refuseUnless = (fine: boolean) => {
      if (!fine) this.fail('The arguments of a call come as: by position, by name, *list, **dict.')
    }
    this.parseItems('right-paren', () => {
      if (this.isOperator('*')) {
        refuseUnless(star === null && doubleStar === null)
        this.nextToken()
        star = this.parseSingle()
        return star
      }
      if (this.isOperator('**')) {
        refuseUnless(doubleStar === null)
        this.nextToken()
        doubleStar = this.parseSingle()
        return doubleStar
      }
      const following = this.stream.look()
      if (this.isType('symbol') && following?.type === 'operator' && following.value === '=') {
        refuseUnless(doubleStar === null)
        const key = this.expectName()
        if (named.some((pair) => pair.key === key.value))
          this.fail(`The argument "${key.value}" is given twice.`, key.lineno, key.colno)
        this.nextToken()
        const pair = new nodes.Pair(key.lineno, key.colno, key.value, this.parseSingle())
        named.push(pair)
        return pair
      }
      refuseUnless(star === null && doubleStar === null && named.length === 0)
      const value = this.parseSingle()
      positional.push(value)
      return value
    })
    return new added.Arguments(line, column, positional, named, star, doubleStar)
  }

  private parseFiltersAndTests(start: Node): Node {
    let node = start
    for (;;) {
      if (this.isType('pipe')) node = this.parseFilter(node)
      else if (this.isSymbol('is')) node = this.parseTest(node)
      else if (this.isType('left-paren')) node = this.parseCallOf(node)
      else return node
    }
  }

  /** `| name(arguments)`, any number of them; `target` is null where the filtered value is a block's text. */
  parseFilter(target: Node | null): Node {
    let node = target
    while (this.skip('pipe')) node = this.parseFilterCall(node)
    return node ?? this.unexpected('"|"')
  }

  protected parseFilterCall(target: Node | null): Node {
    const name = this.parseDottedName('the name of a filter')
    return new nodes.Filter(name.lineno, name.colno, name.value, [target, this.parseOptionalArguments()])
  }

  private parseOptionalArguments(): Node {
    if (this.isType('left-paren')) return this.parseArguments()
    const [line, column] = this.position()
    return new added.Arguments(line, column, [], [], null, null)
  }

  private parseDottedName(wanted: string): Token {
    const first = this.expectName(wanted)
    let value = first.value
    while (this.skipValue('operator', '.')) value += `.${this.expectName().value}`
    return { ...first, value }
  }

  private parseTest(target: Node): Node {
    this.nextToken()
    const negated = this.skipSymbol('not')
    const name = this.parseDottedName('the name of a test')
    let args: Node
    if (!this.isType('left-paren') && this.isType(...BARE_ARGUMENT) && !this.isSymbol('else', 'or', 'and')) {
      if (this.isSymbol('is')) this.fail('Tests with "is" cannot be chained: join them with "and".')
      const value = this.parsePostfix(this.parsePrimary())
      args = new added.Arguments(value.lineno, value.colno, [value], [], null, null)
    } else args = this.parseOptionalArguments()
    const test = new added.Test(name.lineno, name.colno, target, name.value, args)
    return negated ? new nodes.Not(name.lineno, name.colno, test) : test
  }
}
