/** Tokens between lexer and parser. */
import parser, { type Token } from 'nunjucks/src/parser.js'
import { MAX_NESTING } from '../../budget.ts'
import { templateError } from '../../errors.ts'
import type { TokenStream } from '../lexer.ts'

/**
 * The token operations of the grammar, based on nunjucks' own token handling; failures are `TemplateError`s with a position.
 */
export class TokenParser extends parser.Parser {
  protected readonly stream: TokenStream
  private nesting = 0

  constructor(stream: TokenStream) {
    super(stream)
    this.stream = stream
  }

  protected nested<T>(parse: () => T): T {
    this.nesting += 1
    if (this.nesting > MAX_NESTING) this.fail(`The template nests deeper than ${MAX_NESTING} levels.`)
    const result = parse()
    this.nesting -= 1
    return result
  }

  override fail(message: string, lineno?: number, colno?: number): never {
    const token = lineno === undefined ? this.peekToken() : { lineno, colno: colno ?? 0 }
    throw templateError('syntax', message, token === null ? undefined : [token.lineno + 1, token.colno + 1])
  }

  protected unexpected(wanted: string): never {
    const token = this.peekToken()
    return this.fail(
      token === null
        ? `The template ends where ${wanted} is due.`
        : `Found "${token.value}" where ${wanted} is due.`,
    )
  }

  protected expectType(type: string, wanted: string): Token {
    const token = this.peekToken()
    if (token === null || token.type !== type) this.unexpected(wanted)
    this.nextToken()
    return token
  }

  protected expectName(wanted = 'a name'): Token {
    return this.expectType('symbol', wanted)
  }

  protected isSymbol(...values: string[]): boolean {
    const token = this.peekToken()
    return token !== null && token.type === 'symbol' && values.includes(token.value)
  }

  protected isOperator(...values: string[]): boolean {
    const token = this.peekToken()
    return token !== null && token.type === 'operator' && values.includes(token.value)
  }

  protected isType(...types: string[]): boolean {
    const token = this.peekToken()
    return token !== null && types.includes(token.type)
  }

  protected position(): [number, number] {
    const token = this.peekToken()
    return token === null ? [0, 0] : [token.lineno, token.colno]
  }
}
