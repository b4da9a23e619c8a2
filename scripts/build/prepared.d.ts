/** The modules that scripts/build/prepare.ts writes. */
declare module 'soar:prepared' {
  import type { Prepared } from '../../runtime/integration/prepared.ts'

  export const prepared: Prepared
}

declare module 'soar:prompts' {
  import type { PromptSet } from '../../runtime/integration/prompts.ts'

  export const prompts: PromptSet
}
