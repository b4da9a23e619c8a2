/** The modules that scripts/build/prepare.ts writes. */
declare module 'soar:prepared' {
  import type { Prepared } from '../../runtime/prepared.ts'

  export const prepared: Prepared
}

declare module 'soar:prompts' {
  import type { PromptSet } from '../../runtime/prompts.ts'

  export const prompts: PromptSet
}
