import { describeFileDownload } from '../../support/actions/file-download.ts'

describeFileDownload('download-archive-file', {
  path: '/api/archive/get-file',
  file: {
    id: 'eNoVn8yhSBckB-FhKr63i2PXF9hxDfkH13Ly-fZD6L_juYwgTRGJJo7HhmHmXJ_8qjEfLmY0lgaNOdpn7hg1-pFkSdHRJ5F3teYRhTeYsKb2sGn3J2R7z0hUVsPSFU6un7kb2X7fiVyMEPzomgGpbCHL5QuSiP1d',
    name: 'contract-draft.docx',
    size: 148220,
  },
})
