/** The parts of nunjucks 3.2.4 that the grammar needs and its published types omit. */
declare module 'nunjucks/src/nodes.js' {
  interface Node {
    readonly typename: string
    readonly lineno: number
    readonly colno: number
    readonly [field: string]: unknown
  }
  interface NodeClass {
    new (lineno: number, colno: number, ...fields: unknown[]): Node
    extend(typename: string, properties?: { readonly fields: readonly string[] }): NodeClass
  }
  const nodes: Readonly<
    Record<
      | 'Node'
      | 'NodeList'
      | 'Literal'
      | 'Symbol'
      | 'Array'
      | 'Pair'
      | 'Dict'
      | 'LookupVal'
      | 'If'
      | 'InlineIf'
      | 'For'
      | 'Macro'
      | 'FunCall'
      | 'Filter'
      | 'KeywordArgs'
      | 'Block'
      | 'Set'
      | 'Output'
      | 'TemplateData'
      | 'Is'
      | 'Not'
      | 'Or'
      | 'And'
      | 'Add'
      | 'Sub'
      | 'Mul'
      | 'Div'
      | 'FloorDiv'
      | 'Mod'
      | 'Pow'
      | 'Neg'
      | 'Pos'
      | 'Compare'
      | 'CompareOperand',
      NodeClass
    >
  >

  export type { Node, NodeClass }
  export default nodes
}

declare module 'nunjucks/src/parser.js' {
  import type { Node } from 'nunjucks/src/nodes.js'

  export interface Token {
    readonly type: string
    readonly value: string
    /** Counted from 0, as nunjucks does. */
    readonly lineno: number
    readonly colno: number
  }
  export interface TokenSource {
    nextToken(): Token | null
  }
  class Parser {
    constructor(tokens: TokenSource)
    protected tokens: TokenSource
    protected breakOnBlocks: readonly string[] | null
    protected nextToken(): Token | null
    protected peekToken(): Token | null
    protected pushToken(token: Token | null): void
    protected skip(type: string): boolean
    protected skipValue(type: string, value: string): boolean
    protected skipSymbol(value: string): boolean
    protected fail(message: string, lineno?: number, colno?: number): never
    protected advanceAfterBlockEnd(name?: string): Token
    protected parseUntilBlocks(...names: string[]): Node
    protected parseAnd(): Node
    protected parseOr(): Node
    protected parseFilterName(): Node
    parseAsRoot(): Node
  }
  const parser: { readonly Parser: typeof Parser }
  export default parser
}
