/** What the benches of single runs ask for: each request as we spell it and as Google SecOps does. */

/** Configuration of the simulated tenant by our own names. */
export type Config = Record<string, string>

/** One request in both spellings, as texts for standard input. */
export interface Asked {
  name: string
  plain(config: Config): string
  secops(config: Config): string
}

const FRAME = { start_time: '2026-01-01T00:00:00Z', end_time: '2026-12-31T00:00:00Z' }

/** One that reads once, one that writes, and one that reads a list with XML in its query. */
export const REQUESTS: readonly Asked[] = [
  asked('ping', {}, 'Ping', {}),
  asked('block-sender', { sender: 'mallory@evil.example', recipient: 'alice@corp.example' }, 'Block Sender', {
    Sender: 'mallory@evil.example',
    Recipient: 'alice@corp.example',
  }),
  asked(
    'simple-archive-search',
    {
      fields_to_return: 'subject,displayfrom',
      from: 'news@newsletter.example.org',
      time_frame: 'Custom',
      ...FRAME,
    },
    'Simple Archive Search',
    {
      'Fields To Return': 'subject,displayfrom',
      From: 'news@newsletter.example.org',
      'Time Frame': 'Custom',
      'Start Time': FRAME.start_time,
      'End Time': FRAME.end_time,
    },
  ),
]

function asked(action: string, parameters: object, title: string, labelled: object): Asked {
  return {
    name: action,
    plain: (config) => JSON.stringify({ action, parameters, config }),
    secops: ({ api_root, client_id, client_secret, ca_certificate }) =>
      JSON.stringify({
        action_definition_name: title,
        parameters: labelled,
        integration_identifier: 'Mimecast',
        integration_configuration: {
          'API Root': api_root,
          'Client ID': client_id,
          'Client Secret': client_secret,
          ...(ca_certificate && { 'CA Certificate': ca_certificate }),
        },
      }),
  }
}
