/** An id of more digits than JavaScript's numbers keep, where a request has it: in a text of JSON it stands as `\"id\"`, and is not found. */
const LONG = /("id"\s*:\s*)(-?[1-9]\d{15,})(?=\s*[,}])/

interface Kept {
  readonly exact: string
}

/** The body with such ids in a shape that JSON.parse does not round. */
export const keepLongIds = (body: string): string => (LONG.test(body) ? body.replaceAll(new RegExp(LONG, 'g'), '$1{"exact":"$2"}') : body)

const isKept = (id: unknown): id is Kept =>
  typeof id === 'object' && id !== null && 'exact' in id && typeof id.exact === 'string' && /^-?[1-9]\d{15,}$/.test(id.exact)

/** An id as the client wrote it: a bigint where it was kept. */
export const exactId = (id: unknown): unknown => (isKept(id) ? BigInt(id.exact) : id)
