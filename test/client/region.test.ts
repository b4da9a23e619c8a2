import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { findRoot } from '../../client/region.ts'

const integration = parse(readFileSync(new URL('../../integration.yaml', import.meta.url), 'utf8'))
const regions: string[] = integration.config.region.enum

describe('the address', () => {
  test.each([
    'https:/{{api root}}',
    'https://{{api root}}',
    'eu-api.mimecast.com',
    'ftp://eu-api.mimecast.com',
    'https://',
    'https:///path',
    'https://host.example/a b',
    'https://host.example/?a=b',
    'https://host.example/#a',
    'https://user:s3cret@host.example',
  ])('%s is refused', (api_root) => {
    const found = findRoot({ api_root }, '2.0')
    expect(found).toMatchObject({
      problem: { where: 'api_root', rule: 'format_url', values: { name: 'API Root' } },
    })
    expect(JSON.stringify(found)).not.toContain('s3cret')
  })

  test.each([
    ['https://eu-api.mimecast.com/', 'https://eu-api.mimecast.com'],
    [' https://EU-api.mimecast.com// ', 'https://eu-api.mimecast.com'],
    ['http://127.0.0.1:8080/gate/mimecast/', 'http://127.0.0.1:8080/gate/mimecast'],
  ])('%s is %s', (api_root, root) => {
    expect(findRoot({ api_root, region: 'Germany' }, '1.0')).toEqual({ root })
  })

  test('of API 2.0 is the global host when nothing is said', () => {
    expect(findRoot({}, '2.0')).toEqual({ root: 'https://api.services.mimecast.com' })
  })

  test('of API 1.0 needs a root or a region, and says so', () => {
    expect(findRoot({ api_root: ' ' }, '1.0')).toEqual({
      problem: { where: 'api_root', rule: 'required_one', values: { name: 'API Root', other: 'Region' } },
    })
  })

  test.each([
    ['Global', '1.0'],
    ['Sandbox', '2.0'],
    ['US Public Sector', '2.0'],
    ['Mars', '2.0'],
    ['constructor', '1.0'],
  ] as const)('of %s is not known with API %s', (region, api) => {
    expect(findRoot({ region }, api)).toMatchObject({ problem: { where: 'region', rule: 'no_address' } })
  })

  test('of every region of integration.yaml is known with at least one generation, over https', () => {
    for (const region of regions) {
      const roots = [findRoot({ region }, '1.0'), findRoot({ region }, '2.0')].flatMap((found) =>
        'root' in found ? [found.root] : [],
      )
      expect(roots.length, region).toBeGreaterThan(0)
      for (const root of roots) {
        expect(root).toMatch(/^https:\/\/[a-z-]+\.(services\.)?mimecast(-pscom-us)?\.com$/)
        expect(root).not.toBe('https://eu-api.services.mimecast.com')
      }
    }
  })
})
