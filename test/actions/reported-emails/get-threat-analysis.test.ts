import { describeAction } from '../../support/action.ts'

const PATH = '/threat-reporting/v1/threat-analysis/ta-0001'

describeAction('get-threat-analysis', {
  path: PATH,
  sends: [{ method: 'GET' }],
  generations: ['2.0'],
  cases: {
    'further fields are returned, missing ones are null': {
      faults: [{ path: PATH, body: { classification: 'Spam', newField: 1 } }],
      result: {
        threat_analysis_id: null,
        classification: 'Spam',
        details: null,
        type: null,
        date: null,
        new_field: 1,
      },
      says: 'Classification of the reported message in Mimecast: Spam.',
    },
    'an unknown id is refused': {
      parameters: { threat_analysis_id: 'ta-9999' },
      code: 'VENDOR_REJECTED',
      says: 'Threat analysis not found',
    },
    'API 1.0 does not offer the call': {
      options: { generation: '1.0' },
      code: 'NOT_SUPPORTED',
      sends: [],
    },
  },
})
