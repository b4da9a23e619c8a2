/** A managed URL in the parts in which the API shows it. */
export interface ManagedUrl {
  id: string
  scheme: string
  domain: string
  /** -1 = none. */
  port: number
  path: string
  queryString: string
  matchType: 'explicit' | 'domain'
  action: 'block' | 'permit'
  comment: string
  disableUserAwareness: boolean
  disableRewrite: boolean
  disableLogClick: boolean
}

const FLAGS = { disableUserAwareness: false, disableRewrite: false, disableLogClick: false }

/** The two entries of the sample answers. */
export function seedUrls(): ManagedUrl[] {
  return [
    {
      id: 'wOi3vE1anvNULwcRk-20kQ03FS580J3eU7myJAny4fQuG3KLsT8csQX0B-pAhqXQ4xbyMD3PEgELMYEZw7Z5PIe7RUOM1wROW2dMpakM',
      scheme: 'https',
      domain: 'login.bulk.example.net',
      port: -1,
      path: '/verify',
      queryString: '',
      matchType: 'explicit',
      action: 'block',
      comment: 'phishing',
      ...FLAGS,
    },
    {
      id: 'wOi3TLvlEJ3w1C-kgAz7ByDC1F-8A13E0LItqq79942JDHYXvm22Nyhm1ulJPkJ7sgslJ5VjqdnISUgaTwGqKIq-DkespWmO4DuFWi_V',
      scheme: 'https',
      domain: 'partner.example.net',
      port: -1,
      path: '',
      queryString: '',
      matchType: 'domain',
      action: 'permit',
      comment: '',
      ...FLAGS,
    },
  ]
}
