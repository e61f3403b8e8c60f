import { AnswerError } from '../words/answers.ts'
import { LightClientError } from './errors.ts'

/** What the node answers otherwise than the table has it is the node's fault, whoever asked. */
export async function tellingMalformed<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (error) {
    throw error instanceof AnswerError ? new LightClientError('MalformedAnswer', error.message, { cause: error }) : error
  }
}
