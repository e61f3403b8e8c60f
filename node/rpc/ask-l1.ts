import type { RpcContext } from './context.ts'
import { unavailable } from './errors.ts'
import type { StatusPort } from './ports.ts'

/** What only L1 knows. Throws -32002 where L1 does not answer: the client may try again, the node is well. */
export async function askL1<T>({ deps }: RpcContext, question: (status: StatusPort) => Promise<T>): Promise<T> {
  try {
    return await question(deps.status)
  } catch (error) {
    deps.log.warn({ err: error }, 'L1 did not answer what a client asked')
    throw unavailable('L1 does not answer')
  }
}
