/** The tree of a parsed template. */
import type { Position } from './errors.ts'

/**
 * The tree a template is parsed into and evaluated from: plain JSON, made by `parseTemplate`, read by `templateFromTree`.
 * It names only the language's own constructs, so a stored tree can do no more than a parsed template.
 */
export interface TemplateTree {
  readonly version: 1
  readonly source: string
  readonly body: readonly Statement[]
  /** Names that are undefined until the template assigns them, even where the data have them; see `parse/regions.ts`. */
  readonly late?: Late
  /** The region reads `self`, which is then the template. */
  readonly self?: true
  /** Dotted paths of the data the template reads, sorted, as far as the source tells. */
  readonly names: readonly string[]
}

/** Names that a region assigns and does not know before, see `parse/regions.ts`. */
export type Late = readonly string[]

/** Arguments of a call, a filter or a test. */
export interface Arguments {
  readonly positional: readonly Expression[]
  readonly named: readonly (readonly [name: string, value: Expression])[]
  readonly star?: Expression
  readonly doubleStar?: Expression
}

export type ArithmeticOperator = '+' | '-' | '*' | '/' | '//' | '%' | '**'
export type CompareOperator = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | 'not in'

export type Expression =
  | { readonly is: 'const'; readonly value: string | number | boolean | null }
  /** A whole number beyond 2^53, in decimal digits. */
  | { readonly is: 'int'; readonly digits: string }
  /** A number with a fraction or exponent, as JavaScript's `Number()` reads it. */
  | { readonly is: 'float'; readonly text: string }
  | { readonly is: 'name'; readonly name: string; readonly at: Position }
  | { readonly is: 'tuple' | 'list'; readonly items: readonly Expression[] }
  | {
      readonly is: 'dict'
      readonly pairs: readonly (readonly [key: Expression, value: Expression])[]
      readonly at: Position
    }
  | { readonly is: 'attribute'; readonly of: Expression; readonly name: string; readonly at: Position }
  | { readonly is: 'item'; readonly of: Expression; readonly key: Expression; readonly at: Position }
  | {
      readonly is: 'slice'
      readonly of: Expression
      readonly start: Expression | null
      readonly stop: Expression | null
      readonly step: Expression | null
      readonly at: Position
    }
  | { readonly is: 'call'; readonly of: Expression; readonly args: Arguments; readonly at: Position }
  | {
      readonly is: 'filter' | 'test'
      readonly name: string
      readonly of: Expression
      readonly args: Arguments
      readonly at: Position
    }
  | {
      readonly is: 'arithmetic'
      readonly op: ArithmeticOperator
      readonly left: Expression
      readonly right: Expression
      readonly at: Position
    }
  | { readonly is: 'sign'; readonly op: '-' | '+'; readonly of: Expression; readonly at: Position }
  | { readonly is: 'not'; readonly of: Expression }
  | { readonly is: 'and' | 'or'; readonly left: Expression; readonly right: Expression }
  | {
      readonly is: 'compare'
      readonly first: Expression
      readonly rest: readonly (readonly [op: CompareOperator, value: Expression])[]
      readonly at: Position
    }
  | { readonly is: 'concat'; readonly parts: readonly Expression[]; readonly at: Position }
  | {
      readonly is: 'if'
      readonly test: Expression
      readonly yes: Expression
      readonly no: Expression | null
      readonly at: Position
    }

/** Where an assignment puts its value. */
export type Target =
  | { readonly to: 'name'; readonly name: string; readonly at: Position }
  | { readonly to: 'attribute'; readonly name: string; readonly attribute: string; readonly at: Position }
  | { readonly to: 'tuple'; readonly items: readonly Target[]; readonly at: Position }

/** A filter in `{% filter a | b %}` and `{% set x | a %}`, applied in order to the captured text. */
export interface FilterStep {
  readonly name: string
  readonly args: Arguments
  readonly at: Position
}

/** Parameters and body shared by macros and call blocks, with what the body asks for beyond its parameters. */
export interface Callable {
  readonly parameters: readonly (readonly [name: string, fallback: Expression | null])[]
  readonly body: readonly Statement[]
  readonly late?: Late
  readonly usesCaller: boolean
  readonly usesKwargs: boolean
  readonly usesVarargs: boolean
}

export type Statement =
  | { readonly do: 'text'; readonly text: string }
  | { readonly do: 'print'; readonly value: Expression; readonly at: Position }
  | {
      readonly do: 'if'
      readonly branches: readonly (readonly [test: Expression, body: readonly Statement[]])[]
      readonly otherwise: readonly Statement[]
    }
  | {
      readonly do: 'for'
      readonly target: Target
      readonly over: Expression
      readonly when: Expression | null
      readonly recursive: boolean
      readonly body: readonly Statement[]
      readonly late?: Late
      readonly otherwise: readonly Statement[]
      readonly lateOtherwise?: Late
      readonly at: Position
    }
  | { readonly do: 'set'; readonly target: Target; readonly value: Expression; readonly at: Position }
  | {
      readonly do: 'capture'
      readonly target: Target
      readonly filters: readonly FilterStep[]
      readonly body: readonly Statement[]
      readonly late?: Late
      readonly at: Position
    }
  | {
      readonly do: 'with'
      readonly values: readonly (readonly [target: Target, value: Expression])[]
      readonly body: readonly Statement[]
      readonly late?: Late
      readonly at: Position
    }
  | ({ readonly do: 'macro'; readonly name: string; readonly at: Position } & Callable)
  | ({
      readonly do: 'call'
      readonly call: Extract<Expression, { is: 'call' }>
      readonly at: Position
    } & Callable)
  | {
      readonly do: 'filter'
      readonly filters: readonly FilterStep[]
      readonly body: readonly Statement[]
      readonly late?: Late
      readonly at: Position
    }
  | {
      readonly do: 'autoescape'
      readonly on: Expression
      readonly body: readonly Statement[]
      readonly late?: Late
    }
  | {
      readonly do: 'block'
      readonly name: string
      readonly scoped: boolean
      readonly required: boolean
      readonly body: readonly Statement[]
      readonly late?: Late
      readonly self?: true
      readonly at: Position
    }
