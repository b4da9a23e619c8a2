/**
 * Replaces parts of packages that an ordinary run never uses.
 *
 * An ordinary run uses HTTP/1.1 with a log on standard error. Together these parts are a third of what the product adds to
 * bare Node's start; the figures are in docs/benchmarks.md. Code that does need a part still gets it.
 */
import type { Plugin } from 'esbuild'

/** undici's own switch, made for the copy in Node: leaves out the experimental second HTTP/1.1 parser. */
export const undiciDefines = { esbuildDetection: 'true' }

interface StandIn {
  /** The files that get this switch. */
  importer: RegExp
  /** A module. */
  source: string
}

const UNDICI = /[\\/]undici[\\/]lib[\\/](?!.*client-h2)/
const PINO = /[\\/](pino|sonic-boom|thread-stream)[\\/]/

// Loaded only for the message of a failed assertion.
const assertion = `
  module.exports = (holds, ...rest) => { if (!holds) require('node:assert')(holds, ...rest) }`

/** By what is imported. */
const STAND_INS: Record<string, StandIn> = {
  'node:assert': { importer: UNDICI, source: assertion },
  assert: { importer: PINO, source: assertion },
  // Used for its default header limit, and for the class of bodies that Node's own server creates, which nothing sends here.
  'node:http': {
    importer: UNDICI,
    source: `
      const { execArgv, env } = process
      const isLimited = [...execArgv, env.NODE_OPTIONS].some((flag) => /max-http-header-size/.test(flag))
      module.exports = { maxHeaderSize: isLimited ? require('node:http').maxHeaderSize : 16384 }`,
  },
  // HTTP/2 is used only if a connection negotiated it.
  './client-h2.js': {
    importer: UNDICI,
    source: `
      module.exports = (...args) => require('undici/lib/dispatcher/client-h2.js')(...args)`,
  },
  // Threads are for destinations that pino opens itself; it writes to the one it is given.
  'thread-stream': {
    importer: PINO,
    source: `
      module.exports = function (...args) { return new (require('thread-stream'))(...args) }`,
  },
  // Only its builder: the parser beside it creates about a hundred patterns when it loads.
  'fast-xml-parser': {
    importer: /[\\/]client[\\/]archive-query\.ts$/,
    source: `
      export { default as XMLBuilder } from '../../node_modules/fast-xml-parser/src/xmlbuilder/json2xml.js'`,
  },
  worker_threads: {
    importer: /[\\/]pino[\\/]lib[\\/]tools\.js$/,
    source: 'module.exports = { isMainThread: true }',
  },
}

/** Replaces those parts with lazy stand-ins. */
export const leanPackages: Plugin = {
  name: 'lean-packages',
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /./ }, ({ path, importer }) =>
      STAND_INS[path]?.importer.test(importer) ? { path, namespace: 'lean' } : undefined,
    )
    onLoad({ filter: /./, namespace: 'lean' }, ({ path }) => ({
      contents: STAND_INS[path]?.source ?? '',
      loader: 'js',
      resolveDir: import.meta.dirname,
    }))
  },
}
