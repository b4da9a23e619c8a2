/**
 * `node bench/stages.cjs <script> [arguments]` runs a script and says at its end, last on stderr, one line of JSON: what it
 * went through, in milliseconds since the process began, and how long it took to read, compile and evaluate what it loaded.
 */
const fs = require('node:fs')
const Module = require('node:module')
const net = require('node:net')
const { resolve } = require('node:path')
const vm = require('node:vm')

/** @type {Record<string, number>} */
const moments = { started: performance.now() }
/** @type {Record<string, number>} */
const spent = { read: 0, compile: 0, builtin: 0 }

/** @param {string} name */
const mark = (name) => {
  moments[name] ??= performance.now()
}

/**
 * @template {unknown[]} A
 * @template R
 * @param {string} name
 * @param {(...args: A) => R} work
 */
const timed = (name, work) => {
  let depth = 0
  return /** @this {unknown} @param {A} args */ function (...args) {
    const start = performance.now()
    depth++
    try {
      return work.apply(this, args)
    } finally {
      // What is loaded within counts once.
      if (--depth === 0) spent[name] = (spent[name] ?? 0) + performance.now() - start
    }
  }
}

fs.readFileSync = /** @type {typeof fs.readFileSync} */ (timed('read', fs.readFileSync))
const { Script } = vm
vm.Script = class extends Script {
  /** @param {ConstructorParameters<typeof Script>} args */
  constructor(...args) {
    const start = performance.now()
    super(...args)
    spent.compile = (spent.compile ?? 0) + performance.now() - start
  }
}
const { _load: load } = /** @type {{ _load(id: string, ...rest: unknown[]): unknown }} */ (
  /** @type {unknown} */ (Module)
)
const loadBuiltin = timed('builtin', load)
Object.assign(Module, {
  /** @this {unknown} @param {string} id @param {unknown[]} rest */
  _load(id, ...rest) {
    return (Module.isBuiltin(id) ? loadBuiltin : load).call(this, id, ...rest)
  },
})

const { connect } = net.Socket.prototype
net.Socket.prototype.connect = /** @type {typeof connect} */ (
  /** @this {net.Socket} @param {unknown[]} args */
  function (...args) {
    mark('connecting')
    this.once('connect', () => mark('connected'))
    this.once('data', () => mark('answered'))
    return Reflect.apply(connect, this, args)
  }
)
const { write } = process.stdout
process.stdout.write = /** @type {typeof write} */ (
  (/** @type {unknown[]} */ ...args) => {
    mark('printed')
    return Reflect.apply(write, process.stdout, args)
  }
)
process.on('exit', () => {
  mark('ended')
  fs.writeSync(2, `\n${JSON.stringify({ moments, spent })}\n`)
})
process.argv.splice(1, 1)
const [, script] = process.argv
if (script) require(resolve(script))
mark('loaded')
