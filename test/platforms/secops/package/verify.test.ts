import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { verifyCommand } from '../../../../runtime/faces/cli/commands/verify.ts'
import { sumsOf } from '../../../../runtime/platforms/secops/package/files/sums.ts'
import { packageFiles } from '../../../../runtime/platforms/secops/package/package.ts'
import { differences } from '../../../../runtime/platforms/secops/package/verify.ts'
import { type PackageFiles, writeZip } from '../../../../runtime/platforms/secops/package/zip.ts'
import { folderWith, say } from '../../../support/author.ts'
import { packSource } from '../../../support/package.ts'

const whole = packageFiles(await packSource({ 'soar.js': Buffer.from('product') }))
const changed = (change: (files: PackageFiles) => void): PackageFiles => {
  const files = { ...whole }
  change(files)
  return files
}

/** Runs the command on a zip of these bytes. */
function verify(content: Uint8Array) {
  const file = join(folderWith({}).root, 'package.zip')
  writeFileSync(file, content)
  return say(verifyCommand, { file })
}

describe('soar verify', () => {
  test('names a file of which one byte was changed', async () => {
    const files = changed((all) => {
      const script = Buffer.from(all['ActionsScripts/Ping.py'] ?? [])
      script[script.length - 3] = (script[script.length - 3] ?? 0) ^ 1
      all['ActionsScripts/Ping.py'] = script
    })
    const { code, out } = await verify(writeZip(files))
    expect(code).toBe(1)
    expect(out).toMatch(
      /^ActionsScripts\/Ping\.py was changed: SHA-256 [0-9a-f]{64}, packed was [0-9a-f]{64}\.\n1 differences/,
    )
  })

  test('names every difference at once', () => {
    const files = changed((all) => {
      delete all['RN.json']
      all['Managers/extra.py'] = Buffer.from('import os')
      all['.python-version'] = Buffer.from('2.7')
    })
    expect(differences(files)).toEqual([
      expect.stringMatching(/^\.python-version was changed/),
      'RN.json is missing.',
      'Managers/extra.py was added: it is not in resources/SHA256SUMS.',
    ])
  })

  test('sees a list of sums that was made anew for another product', () => {
    const files = changed((all) => {
      const list = Buffer.from(all['Managers/soar_payload.py'] ?? []).toString()
      all['Managers/soar_payload.py'] = Buffer.from(list.replace(/"[0-9a-f]{64}"/, `"${'0'.repeat(64)}"`))
    })
    files['resources/SHA256SUMS'] = Buffer.from(sumsOf(files))
    expect(differences(files)).toEqual([
      'soar.js in resources/sbom.cdx.json is not what Managers/soar_payload.py unpacks.',
    ])
  })

  test.each([
    [
      'without a list of sums',
      'resources/SHA256SUMS',
      undefined,
      'resources/SHA256SUMS is missing: nothing can be checked. Pack again with soar pack.',
    ],
    [
      'with another list',
      'resources/SHA256SUMS',
      'hello',
      'resources/SHA256SUMS is no list of SHA-256 sums.',
    ],
  ])('says of a package %s what is wrong', (_, path, text, sentence) => {
    const files = changed((all) => {
      if (text === undefined) delete all[path]
      else all[path] = Buffer.from(text)
    })
    expect(differences(files)).toEqual([sentence])
  })

  test('names a file that is called like what every object has', () => {
    const added = ['__proto__', 'constructor'].map((path): [string, Uint8Array] => [path, Buffer.from('x')])
    const files: PackageFiles = Object.fromEntries([...Object.entries(whole), ...added])
    expect(differences(files)).toEqual([
      '__proto__ was added: it is not in resources/SHA256SUMS.',
      'constructor was added: it is not in resources/SHA256SUMS.',
    ])
  })

  test('misses a file that is called like what every object has', () => {
    const list = `${Buffer.from(whole['resources/SHA256SUMS'] ?? []).toString()}${'0'.repeat(64)}  constructor\n`
    const files = changed((all) => {
      all['resources/SHA256SUMS'] = Buffer.from(list)
    })
    expect(differences(files)).toEqual(['constructor is missing.'])
  })

  test('believes no list that says two things of one file', () => {
    const list = `${Buffer.from(whole['resources/SHA256SUMS'] ?? []).toString()}${'0'.repeat(64)}  RN.json\n`
    const files = changed((all) => {
      all['resources/SHA256SUMS'] = Buffer.from(list)
    })
    expect(differences(files)).toEqual(['resources/SHA256SUMS lists RN.json twice: nothing can be checked.'])
  })

  test('refuses a package in which readers see different files', async () => {
    const zip = Buffer.from(writeZip(whole))
    const at = zip.indexOf('Managers/soar_bridge.py')
    zip.write('Managers/soar_bridgf.py', at)
    await expect(verify(zip)).rejects.toMatchObject({
      values: { reason: expect.stringContaining('is called "Managers/soar_bridgf.py" in its own header') },
    })
  })

  test.each([
    ['missing', undefined, 'resources/sbom.cdx.json is missing.'],
    ['no JSON', '{', 'resources/sbom.cdx.json is no CycloneDX document.'],
    ['another document', '{"components": []}', 'resources/sbom.cdx.json is no CycloneDX document.'],
    ['no object', '[1]', 'resources/sbom.cdx.json is no CycloneDX document.'],
    [
      'without components',
      '{"bomFormat": "CycloneDX", "components": null}',
      'resources/sbom.cdx.json is no CycloneDX document.',
    ],
  ])('notices a bill of materials that is %s', (_, text, sentence) => {
    const files = changed((all) => {
      if (text === undefined) delete all['resources/sbom.cdx.json']
      else all['resources/sbom.cdx.json'] = Buffer.from(text)
    })
    files['resources/SHA256SUMS'] = Buffer.from(sumsOf(files))
    expect(differences(files)).toEqual([sentence])
  })

  test.each([
    ['no zip', Buffer.from('hello')],
    ['nothing', Buffer.alloc(0)],
    ['cut off', Buffer.from(writeZip(whole)).subarray(0, 5000)],
  ])('refuses a file that is %s', async (_, content) => {
    await expect(verify(content)).rejects.toMatchObject({ code: 'REQUEST_INVALID' })
  })

  test('refuses a file that is not there', async () => {
    await expect(say(verifyCommand, { file: '/nowhere/package.zip' })).rejects.toMatchObject({
      values: { reason: expect.stringContaining('Cannot read /nowhere/package.zip (ENOENT)') },
    })
  })

  test('is content with what was packed', async () => {
    const { code, out } = await verify(writeZip(whole))
    expect([code, out]).toEqual([0, `${Object.keys(whole).length} files, all unchanged.\n`])
  })
})
