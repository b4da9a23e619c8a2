/**
 * @typedef {object} Machine what decides which packages a machine can use, as package-lock.json spells it
 * @property {string} os as `process.platform`
 * @property {string} cpu as `process.arch`
 * @property {'glibc' | 'musl'} [libc] C library of a Linux
 */

/** @typedef {Partial<Record<keyof Machine, string | string[]>>} Limits the machines that a package names; none means all */

/**
 * The machine that this runs on.
 *
 * @returns {Machine}
 */
export function thisMachine() {
  const { platform: os, arch: cpu } = process
  return os === 'linux' ? { os, cpu, libc: isMusl() ? 'musl' : 'glibc' } : { os, cpu }
}

/**
 * Whether a package can be used on a machine. A name with `!` before it excludes that one.
 *
 * @param {Limits} limits
 * @param {Machine} machine
 */
export function suits(limits, machine) {
  return allows(limits.os, machine.os) && allows(limits.cpu, machine.cpu) && allows(limits.libc, machine.libc)
}

/**
 * @param {string | string[] | undefined} limit
 * @param {string | undefined} value
 */
function allows(limit, value) {
  const names = limit === undefined ? [] : [limit].flat()
  const wanted = names.filter((name) => !name.startsWith('!'))
  if (names.includes(`!${value}`)) return false
  return wanted.length === 0 || (value !== undefined && wanted.includes(value))
}

/** A Linux without glibc: npm's official Node binaries do not start there. */
function isMusl() {
  if (!process.report) return false
  const report = process.report.getReport()
  const header = typeof report === 'object' && 'header' in report ? report.header : undefined
  return !(typeof header === 'object' && header !== null && 'glibcVersionRuntime' in header)
}
