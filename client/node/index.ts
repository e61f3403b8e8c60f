/** A front door beside that of the SDK, for Node alone. */
export { fileStore, secretPath } from './file-store.ts'
