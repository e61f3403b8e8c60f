/** What a file is, found in its bytes: what a client says of it counts for nothing. */
export interface ContentType {
  readonly type: string
  readonly extension: string
}

const start = (...bytes: readonly number[]) => (file: Uint8Array): boolean => bytes.every((byte, i) => file[i] === byte)
const ascii = (text: string, at: number) => (file: Uint8Array): boolean => [...text].every((letter, i) => file[at + i] === letter.charCodeAt(0))

/** The first bytes of each format: the photos that all browsers show, and documents. */
const FORMATS: readonly (readonly [ContentType, (file: Uint8Array) => boolean])[] = [
  [{ type: 'image/jpeg', extension: 'jpg' }, start(0xff, 0xd8, 0xff)],
  [{ type: 'image/png', extension: 'png' }, start(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)],
  [{ type: 'image/gif', extension: 'gif' }, (file) => ascii('GIF87a', 0)(file) || ascii('GIF89a', 0)(file)],
  [{ type: 'image/webp', extension: 'webp' }, (file) => ascii('RIFF', 0)(file) && ascii('WEBP', 8)(file)],
  [{ type: 'application/pdf', extension: 'pdf' }, ascii('%PDF-', 0)],
]
const TEXT: ContentType = { type: 'text/plain; charset=utf-8', extension: 'txt' }

/** Control characters that no text has: what holds one is some other format. */
const isControl = (byte: number): boolean => byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0c && byte !== 0x0d

function isText(file: Uint8Array): boolean {
  if (file.length === 0 || file.some(isControl)) return false
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(file)
    return true
  } catch {
    return false
  }
}

/** Undefined for what is not taken. HTML, SVG and scripts are plain text here, and are served as that. */
export const contentTypeOf = (file: Uint8Array): ContentType | undefined => FORMATS.find(([, is]) => is(file))?.[0] ?? (isText(file) ? TEXT : undefined)

const KNOWN = new Map([...FORMATS.map(([format]) => format), TEXT].map((format) => [format.extension, format.type]))

/** The type that a kept file's ending stands for. */
export const typeOfExtension = (extension: string): string | undefined => KNOWN.get(extension)
