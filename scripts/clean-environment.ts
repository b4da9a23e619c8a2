/**
 * The environment for a process that must not reach the caller's own tenant.
 *
 * It contains none of the caller's variables, and no proxy between the process and the simulator.
 */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !/^(MIMECAST|SOAR)_/.test(name))
  return { ...Object.fromEntries(own), NO_PROXY: '127.0.0.1', no_proxy: '127.0.0.1' }
}
