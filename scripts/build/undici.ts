/**
 * What undici loads and one request over HTTP/1.1 never uses. Together a third of what the product adds to bare Node's
 * start; the figures are in docs/benchmarks.md. Anything that does need a part still gets the real one.
 */
import type { Plugin } from 'esbuild'

/** undici's own switch, made for the copy in Node: leaves out the experimental second HTTP/1.1 parser. */
export const undiciDefines = { esbuildDetection: 'true' }

const SHIMS: Record<string, string> = {
  // Loaded only for the sentence of a broken assertion.
  'node:assert': `
    module.exports = (holds, ...rest) => { if (!holds) require('node:assert')(holds, ...rest) }`,
  // Asked for its default header limit, and for the class of bodies that Node's own server makes, which nobody sends here.
  'node:http': `
    const { execArgv, env } = process
    const isLimited = [...execArgv, env.NODE_OPTIONS].some((flag) => /max-http-header-size/.test(flag))
    module.exports = { maxHeaderSize: isLimited ? require('node:http').maxHeaderSize : 16384 }`,
  // HTTP/2 is spoken only where a connection negotiated it.
  './client-h2.js': `
    module.exports = (...args) => require('undici/lib/dispatcher/client-h2.js')(...args)`,
}

/** Puts lazy stand-ins in the place of those parts, for undici alone. */
export const leanUndici: Plugin = {
  name: 'lean-undici',
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /^(node:assert|node:http|\.\/client-h2\.js)$/ }, ({ path, importer }) =>
      /[\\/]undici[\\/]lib[\\/](?!.*client-h2)/.test(importer)
        ? { path, namespace: 'lean-undici' }
        : undefined,
    )
    onLoad({ filter: /.*/, namespace: 'lean-undici' }, ({ path }) => ({
      contents: SHIMS[path] ?? '',
      loader: 'js',
      resolveDir: import.meta.dirname,
    }))
  },
}
