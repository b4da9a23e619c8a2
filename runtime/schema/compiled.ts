/** What validators that were compiled by a build import, as `soar:compiled`. */
import equalModule from 'ajv/dist/runtime/equal.js'
import lengthModule from 'ajv/dist/runtime/ucs2length.js'

export { formats } from './formats.ts'

/** Whether two values are equal in depth. */
export const equal = equalModule.default

/** The length of a text in code points. */
export const ucs2length = lengthModule.default
