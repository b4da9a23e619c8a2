import { describeFileDownload } from '../../support/actions/file-download.ts'

describeFileDownload('download-held-file', {
  path: '/api/gateway/message/get-file',
  file: {
    id: 'eNoVx55EcCz4PNbh9jImeq-Qj_5p5GF2C8b6ov1CvI2auCuS9ZHDjLwv_NAFjYoNc2cI5I0I9dpPXkx9mY9skl3a3NPzJafjCd4b3NuuzLFGRrbrotMaH8RdxmUGp3IKY8tNsnyJw5IKHB54TEW9TpOhy-OqY01h',
    name: 'bank-details.pdf',
    size: 81234,
  },
})
