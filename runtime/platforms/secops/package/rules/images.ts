/** The rule "Images": kind and size of logo and image. */
import { XMLValidator } from 'fast-xml-parser'
import type { Finding } from '../../../../integration/yaml/yaml.ts'
import { LIMITS } from '../codes.ts'
import { integrationPackage } from '../facts.ts'
import type { Subject } from './subject.ts'

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

/** Checks the logo and the image of the integration. */
export function checkImages({ source: { spec, logo, image }, integration, stray }: Subject): Finding[] {
  const findings: Finding[] = []
  const outside = (file: string) =>
    `${file} is not inside the integration's folder. Copy the picture there: a package takes no other file.`
  const complain = (path: string[], message: string) => {
    findings.push(integration.find(path, message, { key: true }))
  }
  if (spec.logo !== undefined && stray.includes(spec.logo)) complain(['logo'], outside(spec.logo))
  else if (logo === undefined) complain(['logo'], 'The platform shows a logo: name an SVG under "logo".')
  else if (!/<svg[\s>]/.test(logo) || XMLValidator.validate(logo) !== true)
    complain(['logo'], `${spec.logo} is no well-formed SVG.`)
  const { image: path } = integrationPackage(spec)
  const place = ['dialects', 'secops', 'package', 'image']
  if (path === undefined) return findings
  if (stray.includes(path)) complain(place, outside(path))
  else if (image === undefined)
    complain(place, `There is no file ${path}. The path is from the integration's folder.`)
  else if (!PNG.equals(image.subarray(0, PNG.length))) complain(place, `${path} is no PNG.`)
  else if (image.length > LIMITS.image) {
    complain(place, `${path} has ${image.length} bytes; the platform takes ${LIMITS.image}.`)
  }
  return findings
}
