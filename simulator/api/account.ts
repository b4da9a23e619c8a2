import type { Outcome } from '../call.ts'

/** account/get-account: the account of the sample answer, its secret fields included. */
export function getAccount(): Outcome {
  return [
    {
      region: 'eu',
      archive: true,
      gateway: true,
      passphrase: 'not-a-real-passphrase',
      supportCode: '0000',
      maxRetention: 3650,
      maxRetentionConfirmed: true,
      minRetentionEnabled: false,
      automatedSegmentPurge: true,
      type: 'full',
      policyInheritance: false,
      databaseCode: 'euexample',
      searchReason: false,
      contentAdministratorDefaultView: 'Metadata',
      adminSessionTimeout: 60,
      exportApi: true,
      exgestAllowQuery: true,
      exgestAllowExtraction: false,
      expressAccount: false,
      cybergraphV2Enabled: true,
      accountCode: 'C00A000',
      accountName: 'Example Trading Ltd',
      adminEmail: 'admin@example.com',
      contactEmail: 'it@example.com',
      domain: 'example.com',
      userCount: 250,
      mimecastId: '00-000-0000',
      contactName: 'Alex Example',
      telephone: '',
      packages: ['Advanced Security [1053]', 'Targeted Threat Protection - URL Protect [1010]'],
    },
  ]
}
